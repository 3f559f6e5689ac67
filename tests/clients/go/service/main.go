// Get tokens with the client credentials grant of golang.org/x/oauth2, and check them with coreos/go-oidc.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

func main() {
	for name, style := range map[string]oauth2.AuthStyle{
		"detected":  oauth2.AuthStyleAutoDetect,
		"in header": oauth2.AuthStyleInHeader,
		"in params": oauth2.AuthStyleInParams,
	} {
		if err := check(context.Background(), style); err != nil {
			log.Fatalf("credentials %s: %v", name, err)
		}
	}
}

func check(ctx context.Context, style oauth2.AuthStyle) error {
	issuer, clientID := os.Getenv("ISSUER"), os.Getenv("CLIENT_ID")
	provider, err := oidc.NewProvider(ctx, issuer)
	if err != nil {
		return err
	}
	config := clientcredentials.Config{
		ClientID:     clientID,
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		TokenURL:     provider.Endpoint().TokenURL,
		Scopes:       []string{"openid", "profile"},
		AuthStyle:    style,
	}
	token, err := config.Token(ctx)
	if err != nil {
		return err
	}
	if _, err = provider.Verifier(&oidc.Config{ClientID: "account"}).Verify(ctx, token.AccessToken); err != nil {
		return err
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: clientID}).Verify(ctx, raw)
	if err != nil {
		return err
	}
	if err = id.VerifyAccessToken(token.AccessToken); err != nil {
		return err
	}

	config.ClientSecret = "wrong"
	var refused *oauth2.RetrieveError
	if _, err = config.Token(ctx); !errors.As(err, &refused) || refused.ErrorCode != "unauthorized_client" {
		return fmt.Errorf("a wrong secret gave %v", err)
	}
	return nil
}

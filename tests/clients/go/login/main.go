// A user logs in with golang.org/x/oauth2, and coreos/go-oidc checks the tokens. The line `open URL` asks the test to open
// the URL in the user's browser; the test answers with the last URL.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"net/url"
	"os"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

var answers = bufio.NewScanner(os.Stdin)

func open(address string) (url.Values, error) {
	fmt.Println("open", address)
	if !answers.Scan() {
		return nil, errors.New("no answer")
	}
	led, err := url.Parse(answers.Text())
	if err != nil {
		return nil, err
	}
	return led.Query(), nil
}

func main() {
	ways := map[string]func(context.Context, *oidc.Provider) error{"code": code, "device": device}
	ctx := context.Background()
	provider, err := oidc.NewProvider(ctx, os.Getenv("ISSUER"))
	if err == nil {
		err = ways[os.Args[1]](ctx, provider)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func configured(provider *oidc.Provider, id, secret string) *oauth2.Config {
	return &oauth2.Config{
		ClientID:     id,
		ClientSecret: secret,
		Endpoint:     provider.Endpoint(),
		RedirectURL:  os.Getenv("CALLBACK"),
		Scopes:       []string{oidc.ScopeOpenID, "profile"},
	}
}

func checked(ctx context.Context, provider *oidc.Provider, id string, token *oauth2.Token) (*oidc.IDToken, error) {
	raw, _ := token.Extra("id_token").(string)
	found, err := provider.Verifier(&oidc.Config{ClientID: id}).Verify(ctx, raw)
	if err != nil {
		return nil, err
	}
	if err := found.VerifyAccessToken(token.AccessToken); err != nil {
		return nil, err
	}
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return nil, err
	}
	if info.Subject != found.Subject || info.Email != "ada@example.org" || !info.EmailVerified {
		return nil, fmt.Errorf("userinfo is of somebody else: %+v", info)
	}
	return found, nil
}

func code(ctx context.Context, provider *oidc.Provider) error {
	config := configured(provider, "shop-web", os.Getenv("CLIENT_SECRET"))
	verifier := oauth2.GenerateVerifier()
	asked := config.AuthCodeURL("the-state", oidc.Nonce("the-nonce"), oauth2.S256ChallengeOption(verifier))
	answer, err := open(asked)
	if err != nil {
		return err
	}
	if answer.Get("state") != "the-state" {
		return fmt.Errorf("the answer has another state: %v", answer)
	}
	// The library finds out how the client authenticates by trying: a failed try must not use up the code.
	config.Endpoint.AuthStyle = oauth2.AuthStyleAutoDetect
	token, err := config.Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		return err
	}
	id, err := checked(ctx, provider, "shop-web", token)
	if err != nil {
		return err
	}
	if id.Nonce != "the-nonce" {
		return fmt.Errorf("another nonce: %q", id.Nonce)
	}

	token.Expiry = time.Now().Add(-time.Minute)
	refreshed, err := config.TokenSource(ctx, token).Token()
	if err != nil {
		return err
	}
	if _, err = checked(ctx, provider, "shop-web", refreshed); err != nil {
		return err
	}

	var refused *oauth2.RetrieveError
	_, err = config.Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(verifier))
	if !errors.As(err, &refused) || refused.ErrorCode != "invalid_grant" {
		return fmt.Errorf("a code that was used gave %v", err)
	}
	return nil
}

func device(ctx context.Context, provider *oidc.Provider) error {
	config := configured(provider, "television", "")
	shown, err := config.DeviceAuth(ctx)
	if err != nil {
		return err
	}
	if _, err = open(shown.VerificationURIComplete); err != nil {
		return err
	}
	token, err := config.DeviceAccessToken(ctx, shown)
	if err != nil {
		return err
	}
	_, err = checked(ctx, provider, "television", token)
	return err
}

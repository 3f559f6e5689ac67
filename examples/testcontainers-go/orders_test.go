package orders

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

// startKeycloak returns the URL of a container that ends with the test.
func startKeycloak(t *testing.T) string {
	ctx := context.Background()
	container, err := testcontainers.GenericContainer(ctx, testcontainers.GenericContainerRequest{
		Started: true,
		ContainerRequest: testcontainers.ContainerRequest{
			// Before: quay.io/keycloak/keycloak:26.7.3. The name of the image is all that differs.
			Image:        "mockauth",
			Cmd:          []string{"start-dev", "--import-realm"},
			Env:          map[string]string{"KC_BOOTSTRAP_ADMIN_USERNAME": "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD": "admin"},
			ExposedPorts: []string{"8080/tcp"},
			Files: []testcontainers.ContainerFile{{
				HostFilePath:      "../realms/shop-realm.json",
				ContainerFilePath: "/opt/keycloak/data/import/shop-realm.json",
				FileMode:          0o644,
			}},
			WaitingFor: wait.ForAll(wait.ForLog("Running the server"), wait.ForHTTP("/").WithPort("8080/tcp")),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	testcontainers.CleanupContainer(t, container)
	address, err := container.PortEndpoint(ctx, "8080/tcp", "http")
	if err != nil {
		t.Fatal(err)
	}
	return address
}

func TestAServiceGetsAToken(t *testing.T) {
	token := startKeycloak(t) + "/realms/shop/protocol/openid-connect/token"
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {"orders"}, "client_secret": {"orders-secret"}}
	response, err := http.PostForm(token, form)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("status %d", response.StatusCode)
	}
}

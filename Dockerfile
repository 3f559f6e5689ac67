# Keycloak's image layout and entry point, for linux/amd64 and linux/arm64: docker build -t mockauth .
# `make image` builds the same without Docker (tests/image).
FROM debian:bookworm-slim
COPY pyproject.toml README.md LICENSE /src/
COPY mockauth /src/mockauth
COPY image /src/image
RUN sh /src/image/install.sh /src && rm -rf /src
ENV KC_RUN_IN_CONTAINER=true PYTHONPATH=/opt/mockauth PYTHONUNBUFFERED=1
WORKDIR /opt/keycloak
USER 1000
EXPOSE 8080 8443 9000
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s CMD ["/opt/keycloak/bin/healthcheck.sh"]
ENTRYPOINT ["/opt/keycloak/bin/kc.sh"]

"""The admin roles of Keycloak (AdminRoles), by what a caller needs for an operation: any one of them suffices."""

MANAGE_REALM = ("manage-realm",)
VIEW_REALM = ("manage-realm", "view-realm")
MANAGE_USERS = ("manage-users",)
VIEW_USERS = ("manage-users", "view-users")
QUERY_USERS = ("query-users", *VIEW_USERS)
MANAGE_CLIENTS = ("manage-clients",)
VIEW_CLIENTS = ("manage-clients", "view-clients")
QUERY_GROUPS = ("query-groups", *VIEW_USERS)
QUERY_CLIENTS = ("query-clients", *VIEW_CLIENTS)
LIST_CLIENTS = ("query-users", *QUERY_CLIENTS)
MANAGE_EVENTS = ("manage-events",)
VIEW_EVENTS = ("manage-events", "view-events")
MANAGE_IDENTITY_PROVIDERS = ("manage-identity-providers",)
VIEW_IDENTITY_PROVIDERS = ("manage-identity-providers", "view-identity-providers")
MANAGE_AUTHORIZATION = ("manage-authorization", "manage-clients")
VIEW_AUTHORIZATION = ("manage-authorization", "view-authorization")
MANAGE_ORGANIZATIONS = ("manage-organizations", "manage-realm")
VIEW_ORGANIZATIONS = ("view-organizations", *MANAGE_ORGANIZATIONS)
QUERY_ORGANIZATIONS = ("query-organizations", *VIEW_ORGANIZATIONS)
IMPERSONATION = ("impersonation",)
# All admin roles of a realm (AdminRoles.ALL_REALM_ROLES).
ANY = (
    *("view-realm", "view-users", "view-clients", "view-events", "view-identity-providers"),
    *("view-authorization", "manage-realm", "manage-users", "create-client", "manage-clients", "manage-events"),
    *("manage-identity-providers", "manage-authorization", "query-users", "query-clients", "query-realms"),
    *("query-groups", "manage-organizations", "view-organizations", "query-organizations"),
)

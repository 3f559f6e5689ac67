"""Browser logins: from an authorization request through the login pages to the authorization response.

Pages and actions never call one another. Each ends in `flow.next_step`, which decides what comes next.
"""

"""The browser's way: from an authorization request over the pages of a login to the answer to the client.

Steps never call one another. Each ends in `flow.next_step`, the one place that decides what comes next.
"""

"""Lints IAM policies with parliament, which knows every service's actions and their resources.

Reads a JSON list of {"place", "kind", "document"} and prints one of {"place", "issue", "detail"}.
"""
import json
import sys

from parliament import analyze_policy_string

# Parliament does not support principals; a resource's policy may omit its resource.
ABOUT_PRINCIPALS = ("Principal", "NotPrincipal")
# Only the actions of these policies are checked: their resource is the one that they belong to.
ACTIONS_ONLY = ("resource", "trust")


def statements(document):
    found = document["Statement"]
    return found if isinstance(found, list) else [found]


def lint(policy):
    document = json.loads(json.dumps(policy["document"]))
    if policy["kind"] in ACTIONS_ONLY:
        for statement in statements(document):
            for name in ABOUT_PRINCIPALS:
                statement.pop(name, None)
            statement.setdefault("Resource", "*")
    for finding in analyze_policy_string(json.dumps(document)).findings:
        if policy["kind"] in ACTIONS_ONLY and finding.issue != "UNKNOWN_ACTION":
            continue
        yield finding.issue, json.dumps(finding.detail, default=str).strip('"')


def main():
    found = [
        {"place": policy["place"], "issue": issue, "detail": detail}
        for policy in json.load(sys.stdin)
        for issue, detail in lint(policy)
    ]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()

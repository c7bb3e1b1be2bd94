"""Makes the artifact bucket and the roles that use it, and prints each role's credentials as variables of its environment.

usage: aws_api.py ENDPOINT BUCKET ROLES, a JSON object: {"<role>": {"reads": ["lambda/*"], "writes": []}}
"""

import json
import sys

import botocore.session

endpoint, bucket, roles = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
session = botocore.session.get_session()
s3, iam, sts = (
    session.create_client(service, region_name="us-east-1", endpoint_url=endpoint)
    for service in ("s3", "iam", "sts")
)
s3.create_bucket(Bucket=bucket)
arn = f"arn:aws:s3:::{bucket}"
anybody = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
credentials = {}
for role, may in roles.items():
    # As in infra/bootstrap, but a request without a prefix may not list at all, and the API knows no condition s3:if-none-match.
    statements = [
        {
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": arn,
            "Condition": {"StringLike": {"s3:prefix": may["reads"]}},
        },
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": [f"{arn}/{key}" for key in may["reads"]]},
    ]
    if may["writes"]:
        keys = [f"{arn}/{key}" for key in may["writes"]]
        statements.append({"Effect": "Allow", "Action": "s3:PutObject", "Resource": keys})
    name = f"switchboard-{role}"
    trust = json.dumps({"Version": "2012-10-17", "Statement": [anybody]})
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.put_role_policy(RoleName=name, PolicyName="artifacts", PolicyDocument=policy)
    given = sts.assume_role(RoleArn=made["Role"]["Arn"], RoleSessionName="ana")["Credentials"]
    credentials[role] = {
        "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        "AWS_SESSION_TOKEN": given["SessionToken"],
    }
print(json.dumps(credentials))

mock_provider "aws" {
  source = "../tests/mocks"
}

variables {
  environment        = "dev"
  account_id         = "123456789012"
  region             = "us-east-1"
  owner              = "platform-team@example.com"
  cost_center        = "0000"
  github_repository  = "example/switchboard"
  artifact_bucket    = "example-switchboard-artifacts"
  tooling_account_id = "111122223333"
}

run "the_ceiling" {
  command = plan

  assert {
    condition     = aws_iam_policy.boundary.name == "switchboard-boundary"
    error_message = "Every other root names the boundary switchboard-boundary."
  }
  assert {
    condition     = length(aws_iam_policy.boundary.policy) <= 6144
    error_message = "IAM takes managed policies of up to 6,144 characters."
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid if s.Effect == "Allow"] == ["Ceiling"]
    error_message = "Only the ceiling allows; every other statement denies."
  }
  assert {
    condition = alltrue([
      for action in jsondecode(aws_iam_policy.boundary.policy).Statement[0].Action :
      !contains(["ec2", "rds", "cloudtrail", "config", "organizations", "account", "aws-portal", "*"], split(":", action)[0])
    ])
    error_message = "The ceiling holds the services that Switchboard uses, and no others."
  }
}

run "boundaries_cannot_be_shed" {
  command = plan

  assert {
    condition = { for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s }["RolesOnlyWithThisBoundary"] == {
      Sid    = "RolesOnlyWithThisBoundary"
      Effect = "Deny"
      Action = [
        "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
      ]
      NotResource = "arn:aws:iam::123456789012:role/aws-service-role/*"
      Condition   = { StringNotEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::123456789012:policy/switchboard-boundary" } }
    }
    error_message = "Roles are made and changed only with exactly this boundary."
  }
  assert {
    condition = { for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s }["BoundariesStay"] == {
      Sid      = "BoundariesStay"
      Effect   = "Deny"
      Action   = ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary"]
      Resource = "*"
    }
    error_message = "No boundary is taken off."
  }
  assert {
    condition = { for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s }["PoliciesOfTheBootstrapStay"] == {
      Sid    = "PoliciesOfTheBootstrapStay"
      Effect = "Deny"
      Action = [
        "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion",
        "iam:SetDefaultPolicyVersion", "iam:TagPolicy", "iam:UntagPolicy",
      ]
      Resource = [
        "arn:aws:iam::123456789012:policy/switchboard-boundary",
        "arn:aws:iam::123456789012:policy/switchboard-read-*",
        "arn:aws:iam::123456789012:policy/switchboard-deploy-*",
      ]
    }
    error_message = "Neither the boundary nor the deploy role's policies change through a role."
  }
  assert {
    condition = alltrue([for action in ["iam:UpdateAssumeRolePolicy", "iam:PassRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:DeleteRole"] :
      contains({ for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s }["RolesOfTheBootstrapStay"].Action, action)
    ])
    error_message = "A deployment must not trust, pass or widen the roles of the bootstrap."
  }
  assert {
    condition = toset({ for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s }["RolesOfTheBootstrapStay"].Resource) == toset([
      for name in ["plan", "deploy", "publish", "candidate", "operator", "developer", "console", "tester"] : "arn:aws:iam::123456789012:role/switchboard-${name}"
    ])
    error_message = "All roles of the bootstrap are protected."
  }
  assert {
    condition = alltrue([
      for role in concat([aws_iam_role.plan, aws_iam_role.deploy], values(aws_iam_role.people), values(aws_iam_role.publish)) :
      role.permissions_boundary == "arn:aws:iam::123456789012:policy/switchboard-boundary"
    ])
    error_message = "The bootstrap's own roles carry the boundary too."
  }
}

run "nothing_else_lets_anybody_in_or_out" {
  command = plan

  assert {
    condition = alltrue([for action in ["iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"] :
      contains({ for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s }["NoUsersAndNoKeys"].Action, action)
    ])
    error_message = "No users, no access keys, no passwords."
  }
  assert {
    condition = alltrue([for action in ["Create", "Delete"] :
      contains({ for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s }["IdentityProvidersStay"].Action, "iam:${action}OpenIDConnectProvider")
    ])
    error_message = "The identity provider stays as a person made it."
  }
  assert {
    condition = { for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s }["StayInTheRegion"] == {
      Sid       = "StayInTheRegion"
      Effect    = "Deny"
      NotAction = ["iam:*", "route53:*", "sts:*"]
      Resource  = "*"
      Condition = { StringNotEquals = { "aws:RequestedRegion" = "us-east-1" } }
    }
    error_message = "Regional services are used in the one region."
  }
  assert {
    condition = alltrue([for action in ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder"] :
      contains({ for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s }["AuditStays"].Action, action)
    ])
    error_message = "CloudTrail and Config stay on."
  }
  assert {
    condition = alltrue([for action in ["s3:DeleteBucket", "s3:DeleteObjectVersion", "s3:PutBucketPolicy", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration"] :
      contains({ for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s }["StateStays"].Action, action)
    ])
    error_message = "No role deletes the state bucket, its versions or its protection."
  }
  assert {
    condition     = contains({ for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s }["StateStays"].Resource, "arn:aws:s3:::switchboard-state-123456789012")
    error_message = "It is this account's state bucket that is protected."
  }
  assert {
    condition = {
      for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Sid => s
    }["StateKeyStays"].Condition == { "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = "alias/switchboard-state" } }
    error_message = "The state's key cannot be disabled, deleted or opened."
  }
}

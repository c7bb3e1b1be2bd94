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

run "the_identity_provider" {
  command = plan

  assert {
    condition     = aws_iam_openid_connect_provider.github.url == "https://token.actions.githubusercontent.com" && aws_iam_openid_connect_provider.github.client_id_list == toset(["sts.amazonaws.com"])
    error_message = "GitHub Actions' tokens for STS, and no others."
  }
}

run "trust_of_the_deploy_role" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.deploy.assume_role_policy).Statement == [{
      Sid       = "GitHubActions"
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = ["repo:example/switchboard:environment:dev"]
        }
      }
    }]
    error_message = "Only a job in GitHub's environment of this name deploys here."
  }
}

run "trust_of_the_pipeline" {
  command = plan

  variables {
    environment = "uat"
    tooling_deploy_role_arns = [
      "arn:aws:iam::111122223333:role/switchboard-deploy-staging",
      "arn:aws:iam::111122223333:role/switchboard-candidate-deploy-staging",
    ]
  }

  assert {
    condition = jsondecode(aws_iam_role.deploy.assume_role_policy).Statement == [{
      Sid    = "ToolingPipelines"
      Effect = "Allow"
      Principal = { AWS = [
        "arn:aws:iam::111122223333:role/switchboard-candidate-deploy-staging",
        "arn:aws:iam::111122223333:role/switchboard-deploy-staging",
      ] }
      Action = "sts:AssumeRole"
    }]
    error_message = "The pipelines' own roles deploy, not the whole tooling account, and GitHub cannot bypass them."
  }
}

run "trust_of_the_deployers" {
  command = plan

  variables {
    environment              = "prod"
    tooling_deploy_role_arns = ["arn:aws:iam::111122223333:role/switchboard-deploy-production"]
    people                   = { deployers = ["arn:aws:iam::111122223333:role/b", "arn:aws:iam::111122223333:role/a"] }
  }

  assert {
    condition = jsondecode(aws_iam_role.deploy.assume_role_policy).Statement == [
      {
        Sid       = "ToolingPipelines"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/switchboard-deploy-production"] }
        Action    = "sts:AssumeRole"
      },
      {
        Sid       = "Deployers"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"] }
        Action    = "sts:AssumeRole"
      },
    ]
    error_message = "Exactly the named roles deploy beside the pipeline."
  }
  assert {
    condition     = length(aws_iam_role.people) == 0
    error_message = "Deployers assume the deploy role, and get no other."
  }
}

run "trust_of_the_deployers_in_tooling" {
  command = plan

  variables {
    environment        = "tooling"
    tooling_account_id = "123456789012"
    people             = { deployers = ["arn:aws:iam::123456789012:role/a"] }
  }

  assert {
    condition = jsondecode(aws_iam_role.deploy.assume_role_policy).Statement == [{
      Sid       = "Deployers"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::123456789012:role/a"] }
      Action    = "sts:AssumeRole"
    }]
    error_message = "People alone deploy tooling: whoever does can change the pipelines and the functions that approve."
  }
  assert {
    condition = alltrue([
      for role, subject in { candidate = "environment:dev", publish = "ref:refs/heads/main" } :
      jsondecode(aws_iam_role.publish[role].assume_role_policy).Statement == [
        {
          Sid       = "GitHubActions"
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            StringEquals = {
              "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
              "token.actions.githubusercontent.com:sub" = ["repo:example/switchboard:${subject}"]
            }
          }
        },
        {
          Sid       = "Deployers"
          Effect    = "Allow"
          Principal = { AWS = ["arn:aws:iam::123456789012:role/a"] }
          Action    = "sts:AssumeRole"
        },
      ]
    ])
    error_message = "Main publishes releases and the merge queue's environment candidates; the named roles publish both."
  }
  assert {
    condition     = length(jsondecode(aws_iam_role.plan.assume_role_policy).Statement) == 1
    error_message = "The plan role is GitHub's alone."
  }
}

run "trust_of_the_plan_role" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.plan.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == [
      "repo:example/switchboard:pull_request",
      "repo:example/switchboard:environment:dev",
      "repo:example/switchboard:ref:refs/heads/main",
    ]
    error_message = "Pull requests, the environment and main plan."
  }
  assert {
    condition = alltrue(flatten([
      for policy in concat([aws_iam_role_policy.plan.policy], [for policy in values(aws_iam_policy.read) : policy.policy]) : [
        for action in flatten([for s in jsondecode(policy).Statement : s.Action]) :
        can(regex(":(Get|List|Describe|BatchGet|GET$|Decrypt$)", action))
      ]
    ]))
    error_message = "The plan role reads."
  }
  assert {
    condition = alltrue(flatten([
      for policy in values(aws_iam_policy.read) : [
        for action in flatten([for s in jsondecode(policy.policy).Statement : s.Action]) :
        !contains(["dynamodb:GetItem", "s3:GetObject", "sqs:ReceiveMessage", "logs:GetLogEvents", "secretsmanager:GetSecretValue"], action)
      ]
    ]))
    error_message = "Configuration is read, data is not."
  }
  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.plan.policy).Statement : s.Sid => s }["ReadStates"].Resource == [
      "arn:aws:s3:::switchboard-state-123456789012/dev/app.tfstate",
      "arn:aws:s3:::switchboard-state-123456789012/dev/platform.tfstate",
    ]
    error_message = "The plan role reads the states of the two roots."
  }
}

run "the_deploy_role_and_states" {
  command = plan

  assert {
    condition = { for s in jsondecode(aws_iam_policy.deploy["state"].policy).Statement : s.Sid => s }["WriteStates"] == {
      Sid    = "WriteStates"
      Effect = "Allow"
      Action = ["s3:GetObject", "s3:PutObject"]
      Resource = [
        "arn:aws:s3:::switchboard-state-123456789012/dev/app.tfstate",
        "arn:aws:s3:::switchboard-state-123456789012/dev/platform.tfstate",
      ]
    }
    error_message = "It writes the states of its two roots, and deletes none."
  }
  assert {
    condition     = { for s in jsondecode(aws_iam_policy.deploy["state"].policy).Statement : s.Sid => s }["LockStates"].Resource == [for root in ["app", "platform"] : "arn:aws:s3:::switchboard-state-123456789012/dev/${root}.tfstate.tflock"]
    error_message = "It locks them by a file beside each."
  }
  assert {
    condition = alltrue(flatten([for name, policy in aws_iam_policy.deploy : [
      for s in jsondecode(policy.policy).Statement : alltrue([
        for action in flatten([s.Action]) : !contains(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], action)
      ]) if name != "state" && s.Sid != "FaultBuckets"
    ]]))
    error_message = "Objects are named in the policy on states and artifacts alone."
  }
  assert {
    condition = { for s in jsondecode(aws_iam_policy.deploy["state"].policy).Statement : s.Sid => s }["DecryptArtifacts"] == {
      Sid       = "DecryptArtifacts"
      Effect    = "Allow"
      Action    = "kms:Decrypt"
      Resource  = "arn:aws:kms:us-east-1:111122223333:key/*"
      Condition = { StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" } }
    }
    error_message = "Artifacts are decrypted with the tooling account's key, through S3."
  }
}

run "the_deploy_role_and_roles" {
  command = plan

  assert {
    condition = { for s in jsondecode(aws_iam_policy.deploy["roles"].policy).Statement : s.Sid => s }["RolesWithTheBoundary"].Condition == {
      StringEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::123456789012:policy/switchboard-boundary" }
    }
    error_message = "It makes roles with the boundary only."
  }
  assert {
    condition = !contains(flatten([for policy in values(aws_iam_policy.deploy) : [
      for s in jsondecode(policy.policy).Statement : s.Action]
    ]), "iam:DeleteRolePermissionsBoundary")
    error_message = "It takes no boundary off."
  }
  assert {
    condition     = !contains({ for s in jsondecode(aws_iam_policy.deploy["roles"].policy).Statement : s.Sid => s }["GiveRolesToServices"].Condition.StringEquals["iam:PassedToService"], "ec2.amazonaws.com")
    error_message = "It hands roles to the services that Switchboard uses."
  }
}

run "what_the_deploy_role_never_does" {
  command = plan

  assert {
    condition = length(setintersection(
      toset(flatten([for policy in values(aws_iam_policy.deploy) : [for s in jsondecode(policy.policy).Statement : s.Action]])),
      [
        "codepipeline:PutApprovalResult", "connect:DeleteInstance", "connect:ReleasePhoneNumber", "dynamodb:DeleteTable",
        "dynamodb:GetItem", "dynamodb:Scan", "iam:AttachUserPolicy", "iam:CreatePolicy", "iam:CreateUser",
        "kms:DisableKey", "kms:ScheduleKeyDeletion", "secretsmanager:GetSecretValue", "ses:SendEmail",
      ]
    )) == 0
    error_message = "It destroys nothing that lasts, reads no data, sends no mail and answers no approval."
  }
  assert {
    condition = alltrue(flatten([for policy in concat(values(aws_iam_policy.deploy), values(aws_iam_policy.read)) : [
      for action in flatten([for s in jsondecode(policy.policy).Statement : s.Action]) : !strcontains(action, "*")
    ]]))
    error_message = "Actions are named one by one."
  }
  assert {
    condition = toset(flatten([for policy in values(aws_iam_policy.deploy) : [
      for s in jsondecode(policy.policy).Statement : s.Sid if s.Resource == "*"
      ]])) == toset([
      "LogDelivery", "NewCertificates", "NewEventSources", "NewFlags", "NewInstance", "NewKeys", "StopDeployments", "Subscriptions",
    ])
    error_message = "Only what has no name yet, or never has one, is allowed on any resource."
  }
  assert {
    condition     = { for s in jsondecode(aws_iam_policy.deploy["compute"].policy).Statement : s.Sid => s }["TryTheProbe"].Resource == "arn:aws:lambda:us-east-1:123456789012:function:synthetic*"
    error_message = "It tries the synthetic caller, and invokes no other function."
  }
}

run "what_is_there_by_environment" {
  command = plan

  assert {
    condition     = toset(keys(aws_iam_policy.deploy)) == toset(["compute", "connect", "data", "operations", "roles", "state"]) && length(aws_iam_role.publish) == 0 && length(aws_iam_role.people) == 0
    error_message = "Pipelines and publishing belong to the tooling account; people come when they are named."
  }
  assert {
    condition     = contains([for s in jsondecode(aws_iam_policy.deploy["operations"].policy).Statement : s.Sid], "Experiments")
    error_message = "Faults are injected below production."
  }
}

run "dev_reads_candidates" {
  command = plan

  assert {
    condition = { for s in jsondecode(aws_iam_policy.deploy["state"].policy).Statement : s.Sid => s }["ReadArtifacts"].Resource == [
      "arn:aws:s3:::example-switchboard-artifacts/candidate/*", "arn:aws:s3:::example-switchboard-artifacts/lambda/*",
    ]
    error_message = "Dev tries commits before they are merged."
  }
}

run "sit_reads_no_candidates" {
  command = plan

  variables {
    environment = "sit"
  }

  assert {
    condition     = !strcontains(aws_iam_policy.deploy["state"].policy, "candidate")
    error_message = "What is not on main goes no further than dev."
  }
}

run "no_experiments_in_production" {
  command = plan

  variables {
    environment = "prod"
  }

  assert {
    condition     = !contains([for s in jsondecode(aws_iam_policy.deploy["operations"].policy).Statement : s.Sid], "Experiments")
    error_message = "No faults in production."
  }
}

run "the_tooling_account" {
  command = plan

  variables {
    environment        = "tooling"
    tooling_account_id = "123456789012"
    people             = { deployers = ["arn:aws:iam::123456789012:role/a"] }
  }

  assert {
    condition = {
      for role, policy in aws_iam_role_policy.publish : role => [
        for s in jsondecode(policy.policy).Statement : jsonencode({ to = s.Resource, if = s.Condition }) if contains(flatten([s.Action]), "s3:PutObject")
      ]
      } == {
      for role, resource in {
        candidate = "arn:aws:s3:::example-switchboard-artifacts/candidate/*"
        publish   = ["arn:aws:s3:::example-switchboard-artifacts/lambda/*", "arn:aws:s3:::example-switchboard-artifacts/terraform/*"]
      } : role => [jsonencode({ to = resource, if = { Null = { "s3:if-none-match" = "false" } } })]
    }
    error_message = "What is published is written once, and candidates cannot become releases."
  }
  assert {
    condition     = length([for policy in aws_iam_role_policy.publish : policy if strcontains(policy.policy, "Delete")]) == 0
    error_message = "An artifact is never deleted by who publishes."
  }
  assert {
    condition     = toset(keys(aws_iam_policy.deploy)) == toset(["compute", "data", "delivery", "operations", "roles", "state"])
    error_message = "The pipeline is deployed in the tooling account, and no contact centre."
  }
  assert {
    condition     = alltrue([for role in values(aws_iam_role.publish) : role.permissions_boundary == "arn:aws:iam::123456789012:policy/switchboard-boundary"])
    error_message = "Who publishes carries the boundary."
  }
  assert {
    condition = alltrue([for policy in concat(values(aws_iam_policy.deploy), values(aws_iam_policy.read), [aws_iam_policy.boundary]) :
    length(policy.policy) <= 6144])
    error_message = "IAM takes managed policies of up to 6,144 characters."
  }
}

run "the_sandbox" {
  command = plan

  variables {
    environment = "sandbox"
    people = {
      developers = ["arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Developer_0123456789abcdef"]
      console    = ["arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Developer_0123456789abcdef"]
    }
  }

  assert {
    condition     = toset([for role in values(aws_iam_role.people) : role.name]) == toset(["switchboard-developer", "switchboard-console"])
    error_message = "Developers read, and change things by hand in the sandbox."
  }
  assert {
    condition     = alltrue([for arn in { for s in jsondecode(aws_iam_role_policy.people["console"].policy).Statement : s.Sid => s }["TryFunctions"].Resource : !strcontains(arn, "approval")])
    error_message = "Only their own callers invoke the approval functions."
  }
  assert {
    condition     = alltrue([for role in values(aws_iam_role.people) : role.permissions_boundary == "arn:aws:iam::123456789012:policy/switchboard-boundary"])
    error_message = "People's roles carry the boundary."
  }
  assert {
    condition = toset(keys(aws_iam_role_policy_attachment.people)) == toset([
      "console/deploy-compute", "console/deploy-connect", "console/deploy-data", "console/deploy-operations",
      "console/read-application", "console/read-delivery", "console/read-operations", "developer/read-application",
      "developer/read-delivery", "developer/read-operations",
    ])
    error_message = "By hand, no roles and no states are changed; developers have the reads alone."
  }
  assert {
    condition = alltrue([for action in flatten([for s in jsondecode(aws_iam_role_policy.people["developer"].policy).Statement : s.Action if s.Sid != "ReadVanityNumbers"]) :
    can(regex(":(Get|List|Describe|BatchGet|Filter|StartQuery$|StopQuery$)", action))])
    error_message = "A developer reads."
  }
  assert {
    condition     = alltrue([for policy in values(aws_iam_role_policy.people) : length(policy.policy) <= 10240])
    error_message = "IAM takes inline policies of up to 10,240 characters a role."
  }
}

run "the_testers_of_uat" {
  command = plan

  variables {
    environment = "uat"
    people      = { testers = ["arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Tester_0123456789abcdef"] }
  }

  assert {
    condition = alltrue([for action in flatten([for s in jsondecode(aws_iam_role_policy.people["tester"].policy).Statement : s.Action]) :
    can(regex("HoursOfOperation|:(List|Describe)", action))])
    error_message = "Testers change hours of operation, and nothing else."
  }
  assert {
    condition     = length(aws_iam_role_policy_attachment.people) == 0
    error_message = "Testers have nothing but the hours."
  }
}

run "the_operators" {
  command = plan

  variables {
    environment        = "tooling"
    tooling_account_id = "123456789012"
    people = {
      deployers = ["arn:aws:iam::123456789012:role/a"]
      operators = ["arn:aws:iam::123456789012:role/b"]
    }
  }

  assert {
    condition = toset(flatten([
      for s in jsondecode(aws_iam_role_policy.people["operator"].policy).Statement : [
        for action in flatten([s.Action]) : "${action} ${join(" ", distinct([for arn in flatten([s.Resource]) : element(split("/", arn), -1)]))}"
        if !can(regex(":(Get|List)|^kms:", action))
      ]
      ])) == toset(concat(
      ["codepipeline:RollbackStage Production", "s3:PutObject YANKED.json"],
      ["codepipeline:StopPipelineExecution ${join(" ", local.codepipeline_arns)}"],
    ))
    error_message = "An operator rolls production back, stops a release and forbids a commit, and changes nothing else: ${aws_iam_role_policy.people["operator"].policy}"
  }
  assert {
    condition = [
      for s in jsondecode(aws_iam_role_policy.people["operator"].policy).Statement : s.Condition if s.Sid == "YankCommits"
    ] == [{ Null = { "s3:if-none-match" = "false" } }]
    error_message = "A mark is written once."
  }
  assert {
    condition     = aws_iam_role.people["operator"].max_session_duration == 3600
    error_message = "A chained session ends after an hour, whatever the role allows."
  }
}

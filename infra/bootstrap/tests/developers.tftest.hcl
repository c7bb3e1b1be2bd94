# What developers may do, account by account.
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
  people             = { developers = ["arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Developer_0123456789abcdef"] }
}

run "the_api_in_sandbox" {
  command = plan

  variables {
    environment = "sandbox"
  }

  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.people["developer"].policy).Statement : s if contains(flatten([s.Action]), "execute-api:Invoke")] == [{
      Sid    = "ReadVanityNumbers"
      Effect = "Allow"
      Action = "execute-api:Invoke"
      Resource = [
        "arn:aws:execute-api:us-east-1:123456789012:*/$default/GET/vanity-numbers",
        "arn:aws:execute-api:us-east-1:123456789012:*/$default/GET/vanity-numbers/*",
      ]
    }]
    error_message = "Developers ask the API, and change nothing by it."
  }
}

run "the_api_in_dev" {
  command = plan

  variables {
    environment = "dev"
  }

  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.people["developer"].policy).Statement : s if contains(flatten([s.Action]), "execute-api:Invoke")] == [{
      Sid    = "ReadVanityNumbers"
      Effect = "Allow"
      Action = "execute-api:Invoke"
      Resource = [
        "arn:aws:execute-api:us-east-1:123456789012:*/$default/GET/vanity-numbers",
        "arn:aws:execute-api:us-east-1:123456789012:*/$default/GET/vanity-numbers/*",
      ]
    }]
    error_message = "Developers ask the API, and change nothing by it."
  }
  assert {
    condition     = contains(jsondecode(aws_iam_policy.boundary.policy).Statement[0].Action, "execute-api:*")
    error_message = "The boundary must hold what developers ask the API with."
  }
  assert {
    condition     = !strcontains(aws_iam_role_policy.people["developer"].policy, "codepipeline:")
    error_message = "The pipeline is in tooling."
  }
}

run "the_api_in_sit" {
  command = plan

  variables {
    environment = "sit"
  }

  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.people["developer"].policy).Statement : s if contains(flatten([s.Action]), "execute-api:Invoke")] == [{
      Sid    = "ReadVanityNumbers"
      Effect = "Allow"
      Action = "execute-api:Invoke"
      Resource = [
        "arn:aws:execute-api:us-east-1:123456789012:*/$default/GET/vanity-numbers",
        "arn:aws:execute-api:us-east-1:123456789012:*/$default/GET/vanity-numbers/*",
      ]
    }]
    error_message = "Developers ask the API, and change nothing by it."
  }
}

run "no_api_in_uat" {
  command = plan

  variables {
    environment = "uat"
  }

  assert {
    condition     = !strcontains(aws_iam_role_policy.people["developer"].policy, "execute-api")
    error_message = "The API's answers show callers' numbers: developers do not ask it here."
  }
}

run "no_api_in_prod" {
  command = plan

  variables {
    environment = "prod"
  }

  assert {
    condition     = !strcontains(aws_iam_role_policy.people["developer"].policy, "execute-api")
    error_message = "The API's answers show callers' numbers: developers do not ask it here."
  }
}

run "releases_in_tooling" {
  command = plan

  variables {
    environment        = "tooling"
    tooling_account_id = "123456789012"
    people = {
      deployers  = ["arn:aws:iam::123456789012:role/a"]
      developers = ["arn:aws:iam::123456789012:role/b"]
    }
  }

  assert {
    condition = [
      for action in ["GetPipelineExecution", "GetPipelineState", "ListActionExecutions", "ListPipelineExecutions"] : action
      if !anytrue([
        for s in flatten([for policy in concat([aws_iam_role_policy.people["developer"].policy], [for policy in values(aws_iam_policy.read) : policy.policy]) : jsondecode(policy).Statement]) :
        contains(flatten([s.Action]), "codepipeline:${action}") && contains(flatten([s.Resource]), "arn:aws:codepipeline:us-east-1:123456789012:switchboard*")
      ])
    ] == []
    error_message = "Developers follow a release through the pipeline, and lack these."
  }
  assert {
    condition = alltrue([
      for action in flatten([for s in jsondecode(aws_iam_role_policy.people["developer"].policy).Statement : s.Action]) :
      !startswith(action, "codepipeline:") || can(regex(":(Get|List)", action))
    ])
    error_message = "They follow it, and neither start, stop nor approve."
  }
  assert {
    condition     = !strcontains(aws_iam_role_policy.people["developer"].policy, "execute-api")
    error_message = "There is no API in tooling."
  }
}

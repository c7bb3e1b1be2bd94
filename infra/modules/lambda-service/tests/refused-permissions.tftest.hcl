mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "vanity-convert"
  description              = "Turns a number into vanity numbers."
  timeout_seconds          = 4
  reserved_concurrency     = 20
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days       = 90

  artifact = {
    bucket      = "example-artifacts"
    key         = "lambda/0123456789abcdef0123456789abcdef01234567/vanity-convert.zip"
    code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }
}

run "refuses_sid_with_blanks" {
  command = plan

  variables {
    policy_statements = [{ sid = "Read calls", actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/x"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_sid_of_the_module" {
  command = plan

  variables {
    policy_statements = [{ sid = "WriteOwnLogs", actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/x"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_no_action" {
  command = plan

  variables {
    policy_statements = [{ sid = "A", actions = [], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/x"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_no_resource" {
  command = plan

  variables {
    policy_statements = [{ sid = "A", actions = ["dynamodb:GetItem"], resources = [] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_any_action_of_a_service" {
  command = plan

  variables {
    policy_statements = [{ sid = "A", actions = ["dynamodb:*"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/x"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_action_with_wildcard" {
  command = plan

  variables {
    policy_statements = [{ sid = "A", actions = ["dynamodb:GetItem", "dynamodb:Batch*"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/x"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_every_action" {
  command = plan

  variables {
    policy_statements = [{ sid = "A", actions = ["*"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/x"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_every_resource" {
  command = plan

  variables {
    policy_statements = [{ sid = "A", actions = ["dynamodb:GetItem"], resources = ["*"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_every_resource_beside_a_named_one" {
  command = plan

  variables {
    policy_statements = [{ sid = "A", actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/x", "*"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_every_resource_for_a_mix_of_actions" {
  command = plan

  variables {
    policy_statements = [{ sid = "A", actions = ["cloudwatch:PutMetricData", "dynamodb:GetItem"], resources = ["*"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_every_resource_of_an_account" {
  command = plan

  variables {
    policy_statements = [{ sid = "A", actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:*"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_resource_of_any_account" {
  command = plan

  variables {
    policy_statements = [{ sid = "A", actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:us-east-1:*:table/x"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_resource_that_is_no_arn" {
  command = plan

  variables {
    policy_statements = [{ sid = "A", actions = ["dynamodb:GetItem"], resources = ["vanity-numbers"] }]
  }

  expect_failures = [var.policy_statements]
}

run "refuses_boundary_that_is_managed_by_aws" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::aws:policy/PowerUserAccess"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "refuses_alias_for_a_key" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:alias/switchboard"
  }

  expect_failures = [var.kms_key_arn]
}

run "refuses_two_statements_of_one_sid" {
  command = plan

  variables {
    policy_statements = [
      { sid = "A", actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/x"] },
      { sid = "A", actions = ["dynamodb:Query"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/x/index/y"] },
    ]
  }

  expect_failures = [var.policy_statements]
}

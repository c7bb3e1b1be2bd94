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

run "refuses_unknown_deployment_configuration" {
  command = plan

  variables {
    deployment = { config_name = "CodeDeployDefault.AllAtOnce" }
  }

  expect_failures = [var.deployment]
}

run "refuses_alarm_as_arn" {
  command = plan

  variables {
    deployment = { extra_alarm_names = ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:x"] }
  }

  expect_failures = [var.deployment]
}

run "refuses_nameless_alarm" {
  command = plan

  variables {
    deployment = { extra_alarm_names = [""] }
  }

  expect_failures = [var.deployment]
}

run "refuses_more_alarms_than_a_group_takes" {
  command = plan

  variables {
    deployment = { extra_alarm_names = [for i in range(8) : "alarm-${i}"] }
  }

  expect_failures = [var.deployment]
}

run "refuses_a_hook_that_is_an_arn" {
  command = plan

  variables {
    deployment = { before_allow_traffic = "arn:aws:lambda:us-east-1:123456789012:function:synthetic-probe" }
  }

  expect_failures = [var.deployment]
}

run "refuses_an_alias_of_a_hook" {
  command = plan

  variables {
    deployment = { before_allow_traffic = "synthetic-probe:live" }
  }

  expect_failures = [var.deployment]
}

run "refuses_alarm_that_is_always_on" {
  command = plan

  variables {
    alarms = { errors_per_minute = 0 }
  }

  expect_failures = [var.alarms]
}

run "refuses_alarm_beyond_the_time_limit" {
  command = plan

  variables {
    alarms = { duration_p99_ms = 4001 }
  }

  expect_failures = [var.alarms]
}

run "refuses_action_that_is_no_topic" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:lambda:us-east-1:123456789012:function:x"]
  }

  expect_failures = [var.alarm_actions]
}

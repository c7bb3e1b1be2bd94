mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "synthetic-probe"
  api_endpoint             = "https://api.example.com/"
  api_execution_arn        = "arn:aws:execute-api:us-east-1:123456789012:abcde12345"
  phone_number             = "+12025550143"
  failure_alarm_name       = "synthetic-probe-unhealthy"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days       = 30
  alarm_actions            = ["arn:aws:sns:us-east-1:123456789012:switchboard-alarms"]

  artifact = {
    bucket      = "example-artifacts"
    key         = "lambda/0123456789abcdef0123456789abcdef01234567/synthetic-probe.zip"
    code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }

  convert_function = {
    function_name = "vanity-convert"
    alias_name    = "live"
    alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live"
  }
}

run "probes_the_alias_and_the_api" {
  assert {
    condition = local.environment == {
      PROBE_CONVERT_FUNCTION  = "vanity-convert:live"
      PROBE_API_URL           = "https://api.example.com"
      PROBE_API_AUTHORIZATION = "AWS_IAM"
      PROBE_PHONE_NUMBER      = "+12025550143"
    }
    error_message = "The settings are those of the function's page: ${jsonencode(local.environment)}"
  }

  assert {
    condition     = output.function_name == "synthetic-probe" && output.failure_queue_name == "synthetic-probe-failures"
    error_message = "The probe is named as its artifact is, and is invoked asynchronously, so it keeps what failed."
  }
}

run "may_call_the_alias_and_look_up_a_number_and_nothing_else" {
  assert {
    condition = jsonencode(local.permissions) == jsonencode([
      {
        sid       = "CallAsAmazonConnectDoes"
        actions   = ["lambda:InvokeFunction"]
        resources = ["arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live"]
      },
      {
        sid       = "LookUpOneNumber"
        actions   = ["execute-api:Invoke"]
        resources = ["arn:aws:execute-api:us-east-1:123456789012:abcde12345/$default/GET/vanity-numbers/*"]
      },
    ])
    error_message = "Two actions, each on the one thing that is probed: ${jsonencode(local.permissions)}"
  }
}

run "tries_new_versions_and_answers_codedeploy" {
  variables {
    approvals_url   = "https://abcde.lambda-url.us-east-1.on.aws/"
    tried_functions = ["vanity-lookup", "synthetic-probe", "approval-decision"]
  }

  assert {
    condition = (
      local.environment.PROBE_APPROVALS_URL == "https://abcde.lambda-url.us-east-1.on.aws" &&
      local.environment.PROBE_TRIED_FUNCTIONS == "approval-decision,synthetic-probe,vanity-lookup"
    )
    error_message = "The settings are those of the function's page: ${jsonencode(local.environment)}"
  }

  # It is invoked by its own newest version, so it does not invoke itself.
  assert {
    condition = jsonencode(local.trial_permissions) == jsonencode([
      {
        sid     = "TryNewVersions"
        actions = ["lambda:InvokeFunction"]
        resources = [
          "arn:aws:lambda:us-east-1:123456789012:function:approval-decision:*",
          "arn:aws:lambda:us-east-1:123456789012:function:vanity-lookup:*",
        ]
      },
      {
        sid       = "SeeWhatIsDeployed"
        actions   = ["codedeploy:GetDeployment"]
        resources = [for name in ["approval-decision", "synthetic-probe", "vanity-lookup"] : "arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:${name}/*"]
      },
      {
        sid       = "SeeWhichVersion"
        actions   = ["codedeploy:GetApplicationRevision"]
        resources = [for name in ["approval-decision", "synthetic-probe", "vanity-lookup"] : "arn:aws:codedeploy:us-east-1:123456789012:application:${name}"]
      },
      {
        sid       = "AnswerHooks"
        actions   = ["codedeploy:PutLifecycleEventHookExecutionStatus"]
        resources = ["*"]
      },
    ])
    error_message = "It invokes versions of what it tries, and looks at and answers their deployments: ${jsonencode(local.trial_permissions)}"
  }
}

run "where_nobody_calls_it_opens_a_page_only" {
  variables {
    api_endpoint     = null
    convert_function = null
    phone_number     = null
    approvals_url    = "https://abcde.lambda-url.us-east-1.on.aws"
  }

  assert {
    condition     = local.environment == { PROBE_APPROVALS_URL = "https://abcde.lambda-url.us-east-1.on.aws" } && length(local.permissions) == 0
    error_message = "Whoever makes no call needs no caller, and a public page needs no permission: ${jsonencode(local.environment)}"
  }
}

run "an_api_with_tokens_is_asked_as_a_stranger_only" {
  variables {
    api_authorization = "JWT"
  }

  assert {
    condition     = local.environment.PROBE_API_AUTHORIZATION == "JWT" && local.permissions[*].sid == ["CallAsAmazonConnectDoes"]
    error_message = "Without a token the probe is not served, so it needs no permission on the API."
  }
}

run "without_an_api_the_call_is_checked_only" {
  variables {
    api_endpoint = null
  }

  assert {
    condition = local.environment == {
      PROBE_CONVERT_FUNCTION = "vanity-convert:live"
      PROBE_PHONE_NUMBER     = "+12025550143"
    }
    error_message = "An absent PROBE_API_URL means that there is no API: ${jsonencode(local.environment)}"
  }

  assert {
    condition     = local.permissions[*].sid == ["CallAsAmazonConnectDoes"]
    error_message = "What is not looked at needs no permission."
  }
}

run "without_an_api_there_is_no_execution_arn" {
  variables {
    api_endpoint      = null
    api_execution_arn = null
  }

  assert {
    condition     = !contains(keys(local.environment), "PROBE_API_URL") && local.permissions[*].sid == ["CallAsAmazonConnectDoes"]
    error_message = "Nobody can be asked for the ARN of an API that is not looked at."
  }
}

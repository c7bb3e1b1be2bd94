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
  environment              = { VANITY_NUMBERS_TABLE = "vanity-numbers" }

  artifact = {
    bucket      = "example-artifacts"
    key         = "lambda/0123456789abcdef0123456789abcdef01234567/vanity-convert.zip"
    code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }
}

run "runs_the_artifact" {
  assert {
    condition = (
      aws_lambda_function.this.s3_bucket == "example-artifacts" &&
      aws_lambda_function.this.s3_key == "lambda/0123456789abcdef0123456789abcdef01234567/vanity-convert.zip" &&
      aws_lambda_function.this.source_code_hash == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    )
    error_message = "The function must run the zip that the artifact names."
  }

  assert {
    condition = (
      aws_lambda_function.this.function_name == "vanity-convert" &&
      aws_lambda_function.this.description == "Turns a number into vanity numbers." &&
      aws_lambda_function.this.runtime == "provided.al2023" &&
      aws_lambda_function.this.handler == "bootstrap" &&
      aws_lambda_function.this.architectures == tolist(["x86_64"]) &&
      aws_lambda_function.this.memory_size == 256 &&
      aws_lambda_function.this.timeout == 4 &&
      aws_lambda_function.this.reserved_concurrent_executions == 20 &&
      length(aws_lambda_function.this.layers) == 0
    )
    error_message = "The function's settings are not those given, or their defaults."
  }

  assert {
    condition     = aws_lambda_function.this.role == aws_iam_role.this.arn
    error_message = "The function must run as its own role."
  }
}

run "is_tagged_with_the_commit_of_the_artifact" {
  assert {
    condition     = aws_lambda_function.this.tags == tomap({ GitSha = "0123456789abcdef0123456789abcdef01234567" })
    error_message = "Only this tag names the commit that the function was built from."
  }

  assert {
    condition     = aws_iam_role.this.tags == null && aws_iam_role.deployment.tags == null && aws_cloudwatch_log_group.this.tags == null && aws_codedeploy_app.this.tags == null
    error_message = "Every release would touch what it does not change."
  }
}

run "runs_a_commit_that_is_not_merged_yet" {
  variables {
    artifact = {
      bucket      = "example-artifacts"
      key         = "candidate/0123456789abcdef0123456789abcdef01234567/vanity-convert.zip"
      code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    }
  }

  assert {
    condition     = aws_lambda_function.this.s3_key == var.artifact.key && aws_lambda_function.this.tags == tomap({ GitSha = "0123456789abcdef0123456789abcdef01234567" })
    error_message = "Dev runs a candidate, tagged with its commit."
  }
}

run "publishes_a_version_and_points_the_first_alias_at_it" {
  assert {
    condition     = aws_lambda_function.this.publish
    error_message = "Without publishing there is no version to deploy."
  }

  assert {
    condition = (
      aws_lambda_alias.live.name == "live" &&
      aws_lambda_alias.live.function_name == "vanity-convert" &&
      aws_lambda_alias.live.function_version == aws_lambda_function.this.version
    )
    error_message = "The alias live must start at the version that the first apply publishes."
  }

  assert {
    condition = (
      output.version == aws_lambda_function.this.version &&
      output.alias_name == "live" &&
      output.alias_arn == aws_lambda_alias.live.arn &&
      output.alias_invoke_arn == aws_lambda_alias.live.invoke_arn &&
      output.function_name == "vanity-convert" &&
      output.function_arn == aws_lambda_function.this.arn &&
      output.role_arn == aws_iam_role.this.arn &&
      output.role_name == "vanity-convert"
    )
    error_message = "An output names the wrong thing."
  }
}

run "starts_at_version_1" {
  state_key = "new_version"

  assert {
    condition     = aws_lambda_alias.live.function_version == "1"
    error_message = "The first apply must point the alias at version 1."
  }
}

# A mocked function gets another version only when it is recreated.
run "leaves_the_alias_where_the_pipeline_put_it" {
  state_key = "new_version"

  plan_options {
    replace = [aws_lambda_function.this]
  }

  override_resource {
    target = aws_lambda_function.this
    values = { version = "2" }
  }

  assert {
    condition     = output.version == "2" && aws_lambda_alias.live.function_version == "1"
    error_message = "An apply must not move the alias: that is the pipeline's."
  }
}

run "encrypts_and_observes" {
  assert {
    condition = (
      aws_lambda_function.this.kms_key_arn == var.kms_key_arn &&
      aws_lambda_function.this.environment[0].variables == tomap({ VANITY_NUMBERS_TABLE = "vanity-numbers" })
    )
    error_message = "The environment must be the one given, under the customer-managed key."
  }

  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active"
    error_message = "Tracing must be active."
  }

  assert {
    condition = (
      aws_lambda_function.this.logging_config[0].log_format == "JSON" &&
      aws_lambda_function.this.logging_config[0].application_log_level == "INFO" &&
      aws_lambda_function.this.logging_config[0].log_group == aws_cloudwatch_log_group.this.name
    )
    error_message = "The function must log JSON at INFO into its own group."
  }

  assert {
    condition = (
      aws_cloudwatch_log_group.this.name == "/aws/lambda/vanity-convert" &&
      aws_cloudwatch_log_group.this.retention_in_days == 90 &&
      aws_cloudwatch_log_group.this.kms_key_id == var.kms_key_arn &&
      output.log_group_name == "/aws/lambda/vanity-convert" &&
      output.log_group_arn == aws_cloudwatch_log_group.this.arn
    )
    error_message = "The log group must be encrypted and to end."
  }
}

run "needs_no_key_without_environment" {
  variables {
    environment = {}
  }

  assert {
    condition     = aws_lambda_function.this.kms_key_arn == null && length(aws_lambda_function.this.environment) == 0
    error_message = "Lambda does not keep the key of a function without variables: every plan would differ."
  }
}

run "takes_other_settings" {
  variables {
    architecture = "arm64"
    memory_mb    = 512
    log_level    = "DEBUG"
    layers       = ["arn:aws:lambda:us-east-1:123456789012:layer:extension:7"]
  }

  assert {
    condition = (
      aws_lambda_function.this.architectures == tolist(["arm64"]) &&
      aws_lambda_function.this.memory_size == 512 &&
      aws_lambda_function.this.logging_config[0].application_log_level == "DEBUG" &&
      aws_lambda_function.this.layers == tolist(["arn:aws:lambda:us-east-1:123456789012:layer:extension:7"])
    )
    error_message = "A setting that was given is not taken over."
  }
}

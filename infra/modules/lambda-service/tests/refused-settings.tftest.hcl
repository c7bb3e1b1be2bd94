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

run "refuses_name_with_capitals" {
  command = plan

  variables {
    name = "Vanity"
  }

  expect_failures = [var.name]
}

run "refuses_name_that_ends_with_a_hyphen" {
  command = plan

  variables {
    name = "vanity-"
  }

  expect_failures = [var.name]
}

run "refuses_name_too_long_for_its_role" {
  command = plan

  variables {
    name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }

  expect_failures = [var.name]
}

run "refuses_no_description" {
  command = plan

  variables {
    description = ""
  }

  expect_failures = [var.description]
}

run "refuses_bucket_as_address" {
  command = plan

  variables {
    artifact = { bucket = "s3://example-artifacts", key = "lambda/0123456789abcdef0123456789abcdef01234567/a.zip", code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  }

  expect_failures = [var.artifact]
}

run "refuses_artifact_that_is_no_zip" {
  command = plan

  variables {
    artifact = { bucket = "example-artifacts", key = "lambda/0123456789abcdef0123456789abcdef01234567/a.tar.gz", code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  }

  expect_failures = [var.artifact]
}

run "refuses_artifact_without_its_commit" {
  command = plan

  variables {
    artifact = { bucket = "example-artifacts", key = "lambda/a.zip", code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  }

  expect_failures = [var.artifact]
}

run "refuses_artifact_of_a_short_commit" {
  command = plan

  variables {
    artifact = { bucket = "example-artifacts", key = "lambda/0123456/a.zip", code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  }

  expect_failures = [var.artifact]
}

run "refuses_artifact_of_a_tag" {
  command = plan

  variables {
    artifact = { bucket = "example-artifacts", key = "lambda/v1.2.3/a.zip", code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  }

  expect_failures = [var.artifact]
}

run "refuses_artifact_elsewhere" {
  command = plan

  variables {
    artifact = { bucket = "example-artifacts", key = "/lambda/0123456789abcdef0123456789abcdef01234567/a.zip", code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  }

  expect_failures = [var.artifact]
}

run "refuses_digest_in_hexadecimal" {
  command = plan

  variables {
    artifact = { bucket = "example-artifacts", key = "lambda/0123456789abcdef0123456789abcdef01234567/a.zip", code_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" }
  }

  expect_failures = [var.artifact]
}

run "refuses_unknown_architecture" {
  command = plan

  variables {
    architecture = "riscv64"
  }

  expect_failures = [var.architecture]
}

run "refuses_too_little_memory" {
  command = plan

  variables {
    memory_mb = 127
  }

  expect_failures = [var.memory_mb]
}

run "refuses_too_much_memory" {
  command = plan

  variables {
    memory_mb = 10241
  }

  expect_failures = [var.memory_mb]
}

run "refuses_half_a_megabyte" {
  command = plan

  variables {
    memory_mb = 256.5
  }

  expect_failures = [var.memory_mb]
}

run "refuses_no_time" {
  command = plan

  variables {
    timeout_seconds = 0
  }

  expect_failures = [var.timeout_seconds]
}

run "refuses_more_than_fifteen_minutes" {
  command = plan

  variables {
    timeout_seconds = 901
  }

  expect_failures = [var.timeout_seconds]
}

run "refuses_half_a_second" {
  command = plan

  variables {
    timeout_seconds = 1.5
  }

  expect_failures = [var.timeout_seconds]
}

run "refuses_switched_off_by_concurrency" {
  command = plan

  variables {
    reserved_concurrency = 0
  }

  expect_failures = [var.reserved_concurrency]
}

run "refuses_variable_name_with_hyphen" {
  command = plan

  variables {
    environment = { TABLE-NAME = "x" }
  }

  expect_failures = [var.environment]
}

run "refuses_variable_of_lambda" {
  command = plan

  variables {
    environment = { AWS_REGION = "us-east-1" }
  }

  expect_failures = [var.environment]
}

run "refuses_variable_of_the_runtime" {
  command = plan

  variables {
    environment = { LAMBDA_TASK_ROOT = "/" }
  }

  expect_failures = [var.environment]
}

run "refuses_environment_over_4_kb" {
  command = plan

  variables {
    environment = { SETTING = format("%4084s", "") }
  }

  expect_failures = [var.environment]
}

run "refuses_environment_over_4_kb_in_bytes" {
  command = plan

  variables {
    environment = { SETTING = join("", [for i in range(1000) : "üüü"]) }
  }

  expect_failures = [var.environment]
}

run "refuses_logs_for_ever" {
  command = plan

  variables {
    log_retention_days = 0
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_retention_that_logs_do_not_take" {
  command = plan

  variables {
    log_retention_days = 100
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_log_level_that_loses_metrics" {
  command = plan

  variables {
    log_level = "WARN"
  }

  expect_failures = [var.log_level]
}

run "refuses_layer_without_version" {
  command = plan

  variables {
    layers = ["arn:aws:lambda:us-east-1:123456789012:layer:extension"]
  }

  expect_failures = [var.layers]
}

run "refuses_six_layers" {
  command = plan

  variables {
    layers = [for i in range(6) : "arn:aws:lambda:us-east-1:123456789012:layer:extension:${i}"]
  }

  expect_failures = [var.layers]
}

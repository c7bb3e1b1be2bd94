data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  alias_name = "live"

  # Built by name, not read from the function: the role must exist first.
  function_arn = "arn:${data.aws_partition.current.partition}:lambda:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:function:${var.name}"

  git_sha = regex("^(?:candidate|lambda)/([0-9a-f]{40})/", var.artifact.key)[0]
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn

  runtime       = "provided.al2023"
  handler       = "bootstrap"
  architectures = [var.architecture]
  layers        = var.layers

  s3_bucket        = var.artifact.bucket
  s3_key           = var.artifact.key
  source_code_hash = var.artifact.code_sha256
  publish          = true

  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.reserved_concurrency

  # Lambda does not keep the key of a function without variables, and every plan would add it again.
  kms_key_arn = length(var.environment) > 0 ? var.kms_key_arn : null

  dynamic "environment" {
    for_each = length(var.environment) > 0 ? [var.environment] : []

    content {
      variables = environment.value
    }
  }

  logging_config {
    log_format            = "JSON"
    application_log_level = var.log_level
    system_log_level      = "INFO"
    log_group             = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = "Active"
  }

  # Here and not in default_tags: a release changes the functions, and no other resource needs an update for it.
  tags = { GitSha = local.git_sha }

  # The first invocation needs its permissions, such as the one to decrypt the environment.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_alias" "live" {
  name             = local.alias_name
  description      = "The version that callers reach. CodeDeploy moves it."
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  # The pipeline owns which version is live; an apply in the middle of a canary must not end it.
  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

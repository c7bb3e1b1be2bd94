locals {
  # Actions that IAM evaluates without a resource. Keep it short: each one here may be granted on *.
  actions_without_resource = ["cloudwatch:GetMetricData", "cloudwatch:PutMetricData", "codedeploy:PutLifecycleEventHookExecutionStatus"]

  own_sids = ["WriteOwnLogs", "SendTraces", "DecryptEnvironment", "KeepFailures", "EncryptFailures"]

  base_statements = [
    {
      Sid      = "WriteOwnLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${aws_cloudwatch_log_group.this.arn}:log-stream:*"
    },
    {
      Sid    = "SendTraces"
      Effect = "Allow"
      Action = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      # X-Ray has no resource for traces that a policy could name.
      Resource = "*"
    },
  ]

  # Lambda decrypts the environment as this role. It also makes a grant for the role, but that is bound to the role's unique
  # id and is lost when the role is recreated; the statement is not.
  environment_statements = [for key in [var.kms_key_arn] : {
    Sid      = "DecryptEnvironment"
    Effect   = "Allow"
    Action   = ["kms:Decrypt"]
    Resource = key
    Condition = {
      StringLike = { "kms:EncryptionContext:aws:lambda:FunctionArn" = [local.function_arn, "${local.function_arn}:*"] }
    }
  } if length(var.environment) > 0]

  # IAM refuses an empty Condition, so it is left out.
  given_statements = [for statement in var.policy_statements : merge(
    {
      Sid      = statement.sid
      Effect   = "Allow"
      Action   = statement.actions
      Resource = statement.resources
    },
    { for name, value in { Condition = statement.condition } : name => value if length(value) > 0 },
  )]
}

resource "aws_iam_role" "this" {
  name                 = var.name
  description          = "What the function ${var.name} may do."
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "LambdaOfThisAccount"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "function"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.base_statements, local.environment_statements, local.failure_statements, local.given_statements)
  })
}

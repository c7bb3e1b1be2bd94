resource "aws_iam_role" "experiments" {
  name                 = "${var.name}-chaos"
  description          = "Injects faults into functions."
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "FaultInjection"
      Effect    = "Allow"
      Principal = { Service = "fis.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:fis:${local.region}:${local.account_id}:experiment/*" }
        StringEquals = { "aws:SourceAccount" = local.account_id }
      }
    }]
  })
}

resource "aws_iam_role_policy" "experiments" {
  name = "inject"
  role = aws_iam_role.experiments.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "TellTheExtensions"
        Effect   = "Allow"
        Action   = ["s3:DeleteObject", "s3:PutObject"]
        Resource = "${aws_s3_bucket.faults.arn}/${local.fault_prefix}*"
      },
      {
        Sid       = "EncryptFaults"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = var.kms_key_arn
        Condition = { StringEquals = { "kms:ViaService" = "s3.${local.region}.amazonaws.com" } }
      },
      {
        Sid      = "InspectFunctions"
        Effect   = "Allow"
        Action   = "lambda:GetFunction"
        Resource = flatten([for arn in values(local.function_arns) : [arn, "${arn}:*"]])
      },
      {
        Sid    = "FindFunctions"
        Effect = "Allow"
        Action = "tag:GetResources"
        # This action takes no resource.
        Resource = "*"
      },
      {
        Sid    = "DeliverLogs"
        Effect = "Allow"
        Action = ["logs:CreateLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:PutResourcePolicy"]
        # These actions take no resource.
        Resource = "*"
      },
    ]
  })
}

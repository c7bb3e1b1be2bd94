# Writes a release's artifacts once, from the main branch (or, the first time, by a person), and can neither overwrite nor delete one.
resource "aws_iam_role" "publish" {
  count = local.is_tooling ? 1 : 0

  name                 = "switchboard-publish"
  description          = "Publishes the artifacts of a commit on main."
  permissions_boundary = local.boundary
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = concat([local.github_trust.publish], local.deployers_trust) })
}

resource "aws_iam_role_policy" "publish" {
  count = local.is_tooling ? 1 : 0

  name = "artifacts"
  role = aws_iam_role.publish[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "WriteArtifactsOnce"
        Effect    = "Allow"
        Action    = "s3:PutObject"
        Resource  = "${local.artifacts_arn}/lambda/*"
        Condition = { Null = { "s3:if-none-match" = "false" } }
      },
      {
        Sid      = "ReadArtifacts"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "${local.artifacts_arn}/lambda/*"
      },
      {
        Sid       = "FindArtifacts"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.artifacts_arn
        Condition = { StringLike = { "s3:prefix" = ["lambda/*"] } }
      },
      {
        Sid      = "EncryptArtifacts"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = local.artifact_keys_arn
        Condition = {
          "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = "alias/switchboard" }
          StringEquals               = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" }
        }
      },
    ]
  })
}

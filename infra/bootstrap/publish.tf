# Two roles write artifacts, each under prefixes of its own, and can neither overwrite nor delete one. An operator (people.tf)
# can forbid one.
locals {
  artifact_key = {
    Sid      = "UseTheKeyOfTheArtifacts"
    Effect   = "Allow"
    Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource = local.artifact_keys_arn
    Condition = {
      "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = "alias/switchboard" }
      StringEquals               = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" }
    }
  }
  find_artifacts = {
    for role, prefixes in {
      publish   = ["candidate/*", "lambda/*", "terraform/*"]
      candidate = ["candidate/*"]
      operator  = ["lambda/*"]
      } : role => {
      Sid       = "FindArtifacts"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = local.artifacts_arn
      Condition = { StringLikeIfExists = { "s3:prefix" = prefixes } }
    }
  }

  publishers = { for name, publisher in {
    publish = {
      description = "Publishes the artifacts of a commit on main."
      trust       = concat([local.github_trust.publish], local.deployers_trust)
      statements = [
        {
          Sid    = "WriteArtifactsOnce"
          Effect = "Allow"
          Action = "s3:PutObject"
          # The mirror of Terraform too: what deploys never changes either.
          Resource  = ["${local.artifacts_arn}/lambda/*", "${local.artifacts_arn}/terraform/*"]
          Condition = { Null = { "s3:if-none-match" = "false" } }
        },
        {
          # Candidates are compared with what is built on main.
          Sid      = "ReadArtifacts"
          Effect   = "Allow"
          Action   = "s3:GetObject"
          Resource = [for prefix in ["candidate", "lambda", "terraform"] : "${local.artifacts_arn}/${prefix}/*"]
        },
      ]
    }
    candidate = {
      description = "Publishes the artifacts of a commit that the merge queue tries in dev."
      trust       = concat([local.github_trust.candidate], local.deployers_trust)
      statements = [
        {
          Sid       = "WriteCandidatesOnce"
          Effect    = "Allow"
          Action    = "s3:PutObject"
          Resource  = "${local.artifacts_arn}/candidate/*"
          Condition = { Null = { "s3:if-none-match" = "false" } }
        },
        {
          Sid      = "ReadCandidates"
          Effect   = "Allow"
          Action   = "s3:GetObject"
          Resource = "${local.artifacts_arn}/candidate/*"
        },
      ]
    }
  } : name => publisher if local.is_tooling }
}

resource "aws_iam_role" "publish" {
  for_each = local.publishers

  name                 = "switchboard-${each.key}"
  description          = each.value.description
  permissions_boundary = local.boundary
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = each.value.trust })
}

resource "aws_iam_role_policy" "publish" {
  for_each = local.publishers

  name = "artifacts"
  role = aws_iam_role.publish[each.key].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(each.value.statements, [local.find_artifacts[each.key], local.artifact_key])
  })
}

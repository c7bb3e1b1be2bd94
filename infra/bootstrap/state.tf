resource "aws_kms_key" "state" {
  description             = "Encrypts the Terraform state of this account."
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      # IAM policies of the account decide who uses the key. The boundary keeps every role from changing it.
      Sid       = "AccountAdministersTheKey"
      Effect    = "Allow"
      Principal = { AWS = "arn:${local.partition}:iam::${var.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "state" {
  name          = local.state_alias
  target_key_id = aws_kms_key.state.key_id

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket" "state" {
  bucket = local.state_bucket

  lifecycle {
    prevent_destroy = true

    precondition {
      condition     = data.aws_caller_identity.current.account_id == var.account_id
      error_message = "The credentials belong to account ${data.aws_caller_identity.current.account_id}, but the variables name another."
    }
  }
}

resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.bucket

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.state.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  # S3 refuses a rule for old versions before versioning is on.
  depends_on = [aws_s3_bucket_versioning.state]

  bucket = aws_s3_bucket.state.bucket

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days           = var.state_versions_days
      newer_noncurrent_versions = 10
    }

    expiration {
      expired_object_delete_marker = true
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  # Each lock leaves a version and a delete marker behind. S3 filters by prefix, so each lock file is named.
  dynamic "rule" {
    for_each = toset(["app", "bootstrap", "platform"])

    content {
      id     = "locks-of-${rule.key}"
      status = "Enabled"

      filter {
        prefix = "${var.environment}/${rule.key}.tfstate.tflock"
      }

      noncurrent_version_expiration {
        noncurrent_days = 7
      }

      expiration {
        expired_object_delete_marker = true
      }
    }
  }
}

resource "aws_s3_bucket_logging" "state" {
  bucket        = aws_s3_bucket.state.bucket
  target_bucket = aws_s3_bucket.state_logs.bucket
  target_prefix = "state/"
}

resource "aws_s3_bucket" "state_logs" {
  bucket = local.state_logs

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "state_logs" {
  bucket = aws_s3_bucket.state_logs.bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state_logs" {
  bucket = aws_s3_bucket.state_logs.bucket

  rule {
    apply_server_side_encryption_by_default {
      # S3 delivers no access logs to a bucket whose default is a KMS key.
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "state_logs" {
  depends_on = [aws_s3_bucket_versioning.state_logs]

  bucket = aws_s3_bucket.state_logs.bucket

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = 400
    }

    noncurrent_version_expiration {
      noncurrent_days = 7
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

locals {
  buckets = {
    state      = { name = local.state_bucket, arn = local.state_arn }
    state_logs = { name = local.state_logs, arn = local.state_logs_arn }
  }

  tls_only = {
    for key, bucket in local.buckets : key => [
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [bucket.arn, "${bucket.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "ModernTlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [bucket.arn, "${bucket.arn}/*"]
        Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
      },
    ]
  }

  bucket_policies = {
    state = concat(local.tls_only.state, [
      {
        Sid       = "ThisAccountOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.state_arn, "${local.state_arn}/*"]
        Condition = { StringNotEquals = { "aws:PrincipalAccount" = var.account_id } }
      },
      {
        Sid       = "KmsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "${local.state_arn}/*"
        Condition = {
          # A request without the header gets the bucket's default, which is the key.
          Null            = { "s3:x-amz-server-side-encryption" = "false" }
          StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
        }
      },
    ])
    state_logs = concat(local.tls_only.state_logs, [
      {
        Sid       = "AccessLogsOfTheState"
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${local.state_logs_arn}/state/*"
        Condition = {
          ArnEquals    = { "aws:SourceArn" = local.state_arn }
          StringEquals = { "aws:SourceAccount" = var.account_id }
        }
      },
    ])
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = local.bucket_policies

  bucket = local.buckets[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = each.value })

  depends_on = [aws_s3_bucket.state, aws_s3_bucket.state_logs, aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = local.buckets

  bucket                  = each.value.name
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true

  depends_on = [aws_s3_bucket.state, aws_s3_bucket.state_logs]
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = local.buckets

  bucket = each.value.name

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  depends_on = [aws_s3_bucket.state, aws_s3_bucket.state_logs]
}

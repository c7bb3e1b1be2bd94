data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  bucket_arn   = "arn:${data.aws_partition.current.partition}:s3:::${var.name}"
  releases_arn = "${local.bucket_arn}/lambda/*"

  # Candidates are commits that are tried before they are merged, and never become releases.
  has_candidates = var.candidates != null
  candidates_arn = "${local.bucket_arn}/candidate/*"

  # The Terraform that deploys, and its providers.
  mirror_arn = "${local.bucket_arn}/terraform/*"

  write_once_arns = concat([local.releases_arn, local.mirror_arn], local.has_candidates ? [local.candidates_arn] : [])
}

resource "aws_s3_bucket" "this" {
  bucket        = var.name
  force_destroy = false

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  # Rules about earlier versions need versioning to be on.
  depends_on = [aws_s3_bucket_versioning.this]

  # Releases are written once, so an earlier version is one that an administrator deleted. It is kept a year for review.
  rule {
    id     = "releases"
    status = "Enabled"

    filter {
      prefix = "lambda/"
    }

    noncurrent_version_expiration {
      noncurrent_days = 365
    }
  }

  rule {
    id     = "incomplete-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  dynamic "rule" {
    for_each = merge(var.expiring_prefixes, local.has_candidates ? { "candidate/" = var.candidates.days } : {})

    content {
      id     = trimsuffix(rule.key, "/")
      status = "Enabled"

      filter {
        prefix = rule.key
      }

      expiration {
        days = rule.value
      }

      noncurrent_version_expiration {
        noncurrent_days = 30
      }
    }
  }
}

# The service and the extensions communicate through this bucket. It holds nothing longer than an experiment, so it has no access
# log, and is destroyed with its contents.
resource "aws_s3_bucket" "faults" {
  bucket        = local.bucket_name
  force_destroy = true
}

locals {
  bucket_name  = "${var.name}-chaos-${local.account_id}"
  fault_prefix = "FisConfigs/"
}

resource "aws_s3_bucket_versioning" "faults" {
  bucket = aws_s3_bucket.faults.bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "faults" {
  bucket = aws_s3_bucket.faults.bucket

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "faults" {
  depends_on = [aws_s3_bucket_versioning.faults]

  bucket = aws_s3_bucket.faults.bucket

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = 1
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

resource "aws_s3_bucket_public_access_block" "faults" {
  bucket                  = aws_s3_bucket.faults.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "faults" {
  bucket = aws_s3_bucket.faults.bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "faults" {
  bucket = aws_s3_bucket.faults.bucket

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.faults.arn, "${aws_s3_bucket.faults.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.faults]
}

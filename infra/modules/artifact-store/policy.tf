locals {
  policy = {
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid       = "DenyPlainTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "DenyOldTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
        Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
      },
      {
        # This applies to administrators too. Parts of a multipart upload cannot carry the header, so their completion must.
        Sid       = "DenyOverwriting"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = local.write_once_arns
        Condition = {
          Null = { "s3:if-none-match" = "true" }
          Bool = { "s3:ObjectCreationOperation" = "true" }
        }
      },
      {
        # A deleted artifact is hidden and can be restored; an erased version cannot.
        Sid       = "DenyErasing"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:DeleteObjectVersion"
        Resource  = local.releases_arn
      },
      {
        # Without the header, the bucket's own encryption applies, which is this key.
        Sid       = "DenyOtherKeys"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "${local.bucket_arn}/*"
        Condition = {
          Null            = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
          StringNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = var.kms_key_arn }
        }
      },
      {
        Sid       = "DenyOtherEncryption"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "${local.bucket_arn}/*"
        Condition = {
          Null            = { "s3:x-amz-server-side-encryption" = "false" }
          StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
        }
      },
      {
        Sid       = "PublishReleases"
        Effect    = "Allow"
        Principal = { AWS = sort(var.publisher_role_arns) }
        Action    = "s3:PutObject"
        Resource  = [local.releases_arn, local.mirror_arn]
      },
      {
        Sid       = "ReadReleases"
        Effect    = "Allow"
        Principal = { AWS = local.readers }
        Action    = "s3:GetObject"
        Resource  = local.releases_arn
      },
      {
        # Without it, a missing object is reported as forbidden, not as missing.
        Sid       = "ListReleases"
        Effect    = "Allow"
        Principal = { AWS = local.readers }
        Action    = "s3:ListBucket"
        Resource  = local.bucket_arn
        # IfExists, because a request for one object has no prefix.
        Condition = { StringLikeIfExists = { "s3:prefix" = "lambda/*" } }
      },
      ], flatten([for candidates in var.candidates[*] : [
        {
          Sid       = "PublishCandidates"
          Effect    = "Allow"
          Principal = { AWS = [candidates.publisher_role_arn] }
          Action    = "s3:PutObject"
          Resource  = local.candidates_arn
        },
        {
          Sid       = "ReadCandidates"
          Effect    = "Allow"
          Principal = { AWS = local.candidate_readers }
          Action    = "s3:GetObject"
          Resource  = local.candidates_arn
        },
        {
          Sid       = "ListCandidates"
          Effect    = "Allow"
          Principal = { AWS = local.candidate_readers }
          Action    = "s3:ListBucket"
          Resource  = local.bucket_arn
          Condition = { StringLikeIfExists = { "s3:prefix" = "candidate/*" } }
        },
    ]]))
  }

  # Publishers also read, to distinguish a repeated run from another build of the same commit.
  readers = sort(setunion(var.publisher_role_arns, var.reader_role_arns))

  # Who publishes releases compares them with the candidate of the same commit.
  candidate_readers = sort(setunion(
    flatten([for candidates in var.candidates[*] : [candidates.publisher_role_arn, candidates.reader_role_arn]]), var.publisher_role_arns,
  ))
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode(local.policy)

  depends_on = [aws_s3_bucket_public_access_block.this]
}

name          = "release-approvals"
sender        = "Switchboard releases <releases@example.com>"
sender_domain = "example.com"
base_url      = "https://approve.example.com"

artifacts = {
  approval-request  = { bucket = "artifacts-example", key = "lambda/0123456789012345678901234567890123456789/approval-request.zip", code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  approval-decision = { bucket = "artifacts-example", key = "lambda/0123456789012345678901234567890123456789/approval-decision.zip", code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  approval-sweep    = { bucket = "artifacts-example", key = "lambda/0123456789012345678901234567890123456789/approval-sweep.zip", code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
}

pipelines = {
  storefront = {
    stage  = "Approval"
    action = "Approve"
    approvers = [
      { email = "ana@example.com", name = "Ana Ruiz", language = "en", time_zone = "America/New_York" },
      { email = "jonas@example.com", name = "Jonas Weber", language = "de", time_zone = "Europe/Berlin" },
    ]
    approvals_needed      = 1
    rejections_needed     = 1
    staging_hosts         = ["staging.example.com", "*.staging.example.com"]
    notes_hosts           = ["notes.example.com"]
    author_domains        = ["example.com"]
    decide_within_minutes = 2880
    contact               = "release-desk@example.com"
  }
  billing = {
    stage     = "Gate"
    action    = "Release"
    approvers = [{ email = "mei@example.com", name = "Mei Tan" }]
  }
}

permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
log_retention_days       = 30
alarm_actions            = ["arn:aws:sns:us-east-1:123456789012:alarms"]

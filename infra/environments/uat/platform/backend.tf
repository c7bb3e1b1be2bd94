# The state of this root is in its own account, and no other account is accepted.
terraform {
  backend "s3" {
    bucket              = "switchboard-state-555566667777"
    key                 = "uat/platform.tfstate"
    region              = "us-east-1"
    kms_key_id          = "alias/switchboard-state"
    encrypt             = true
    use_lockfile        = true
    allowed_account_ids = ["555566667777"]
  }
}

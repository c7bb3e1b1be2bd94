region = "us-east-1"

log_retention_days = 365

# What deploys a release: the version, its checksum from the SHA256SUMS file of the same address, and the address.
terraform = {
  version      = "1.11.4"
  sha256       = "0000000000000000000000000000000000000000000000000000000000000000"
  download_url = "https://releases.hashicorp.com/terraform"
}

# Releases reach production on working days, from nine for seven hours.
deployment_window = {
  cron      = "* * 9-15 ? * MON-FRI *"
  time_zone = "America/New_York"
}

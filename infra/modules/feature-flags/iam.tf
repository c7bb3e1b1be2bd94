# The trust names no source account: AppConfig's documentation knows no such condition for the role
# of a monitor, and a key that it does not send would silently end the taking back. A role can be given
# to a service of its own account only (iam:PassRole).
resource "aws_iam_role" "alarm_reader" {
  count = length(var.alarm_arns) > 0 ? 1 : 0

  name                 = "${var.name}-${var.environment}-flag-alarms"
  description          = "Lets AppConfig see the alarms that take a change of the feature flags back."
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AppConfig"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "appconfig.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "alarm_reader" {
  count = length(var.alarm_arns) > 0 ? 1 : 0

  name = "see-alarms"
  role = aws_iam_role.alarm_reader[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "SeeAlarms"
      Effect   = "Allow"
      Action   = ["cloudwatch:DescribeAlarms"]
      Resource = var.alarm_arns
    }]
  })
}

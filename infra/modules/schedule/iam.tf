locals {
  # Read from the group and not from aws_caller_identity: if a caller makes this module wait, Terraform defers the
  # data source to the apply, and every release would then show a change of the trust policy.
  account_id = split(":", aws_scheduler_schedule_group.this.arn)[4]
}

resource "aws_iam_role" "schedule" {
  name                 = "${var.name}-schedule"
  description          = "EventBridge Scheduler runs ${var.name} as this role."
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "SchedulesOfThisGroup"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      # Scheduler names the group, not the schedule.
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account_id }
        ArnEquals    = { "aws:SourceArn" = aws_scheduler_schedule_group.this.arn }
      }
    }]
  })
}

resource "aws_iam_role_policy" "schedule" {
  name = "schedule"
  role = aws_iam_role.schedule.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "InvokeTheAlias"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = var.target_alias_arn
      },
      {
        Sid      = "KeepWhatCouldNotBeStarted"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = var.dead_letter_queue_arn
      },
      {
        # Of the schedule's input, and of the queue.
        Sid      = "UseTheKey"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = var.kms_key_arn
      },
    ]
  })
}

output "schedule" {
  description = "The schedule: name, ARN, when it runs, what it invokes with which input, and where it keeps invocations that could not be started. Null unless enabled."
  value = one([for schedule in aws_scheduler_schedule.this : {
    name                  = schedule.name
    arn                   = schedule.arn
    schedule_expression   = schedule.schedule_expression
    target_arn            = schedule.target[0].arn
    input                 = schedule.target[0].input
    dead_letter_queue_arn = schedule.target[0].dead_letter_config[0].arn
    retry_policy = {
      maximum_event_age_seconds = schedule.target[0].retry_policy[0].maximum_event_age_in_seconds
      maximum_attempts          = schedule.target[0].retry_policy[0].maximum_retry_attempts
    }
  }])
}

output "group_arn" {
  description = "ARN of the schedule group, which the role's trust names."
  value       = aws_scheduler_schedule_group.this.arn
}

output "role_arn" {
  description = "ARN of the role that the schedule invokes the alias as."
  value       = aws_iam_role.schedule.arn
}

output "hours_of_operation_id" {
  description = "Id of the opening hours."
  value       = local.hours_of_operation_id
}

output "queue_id" {
  description = "Id of the queue."
  value       = aws_connect_queue.this.queue_id
}

output "queue_arn" {
  description = "ARN of the queue."
  value       = aws_connect_queue.this.arn
}

output "routing_profile_id" {
  description = "Id of the routing profile."
  value       = aws_connect_routing_profile.this.routing_profile_id
}

output "security_profile_ids" {
  description = "Ids of the security profiles by name: developer-view, quality-assurance, and in the sandbox developer-edit."
  value = merge(
    {
      developer-view    = aws_connect_security_profile.developer_view.security_profile_id
      quality-assurance = aws_connect_security_profile.quality_assurance.security_profile_id
    },
    { for profile in aws_connect_security_profile.developer_edit : profile.name => profile.security_profile_id },
  )
}

output "administrator_user_id" {
  description = "Id of the administrator's user; null without one."
  value       = one(aws_connect_user.administrator[*].user_id)
}

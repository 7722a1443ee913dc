"""From the outbox to the relay: claim with a lease, write, send outside any transaction, record."""

from notifications.delivery.delivering import DeliveryCounts, deliver_once, delivery_loop

__all__ = ["DeliveryCounts", "deliver_once", "delivery_loop"]

"""Every model, so that one import knows the whole schema."""
from broker.models.account import Account
from broker.models.audit_entry import AuditEntry
from broker.models.base import Base
from broker.models.execution import Execution
from broker.models.instrument import Instrument, InstrumentKind
from broker.models.order import Order, OrderSide, OrderStatus
from broker.models.position import Position
from broker.models.user import User

__all__ = [
    "Account",
    "AuditEntry",
    "Base",
    "Execution",
    "Instrument",
    "InstrumentKind",
    "Order",
    "OrderSide",
    "OrderStatus",
    "Position",
    "User",
]

"""Models of the kinds that SQLAlchemy 1.4 has."""
import enum

from sqlalchemy import (
    Boolean, CheckConstraint, Column, DateTime, Enum, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, Numeric,
    String, Table, Text, UniqueConstraint, func, text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import backref, declarative_base, declared_attr, relationship

convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
Base = declarative_base(metadata=MetaData(naming_convention=convention))


class State(enum.Enum):
    open = 1
    closed = 2


class Named:
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower() + "s"

    name = Column(String(60), nullable=False, index=True)
    created = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)


tagged = Table(
    "tagged",
    Base.metadata,
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class Tag(Named, Base):
    id = Column(Integer, primary_key=True)


class Product(Named, Base):
    __table_args__ = (
        CheckConstraint("price >= 0", name="not_negative"),
        UniqueConstraint("code", "state"),
        {"comment": "what is sold"},
    )

    id = Column(Integer, primary_key=True)
    code = Column(String, unique=True)
    price = Column(Numeric(10, 2), default=0)
    state = Column(Enum(State), nullable=False, default=State.open)
    data = Column(JSONB, server_default=text("'{}'::jsonb"))
    labels = Column(ARRAY(Text))
    parent_id = Column(ForeignKey("products.id", ondelete="SET NULL"))
    parent = relationship("Product", remote_side=[id], backref="parts")
    tags = relationship("Tag", secondary=tagged, backref=backref("products", viewonly=True))
    orders = relationship("Order", back_populates="product", cascade="all, delete-orphan", passive_deletes=True)


class Order(Base):
    __tablename__ = "orders"

    id = Column(Integer, primary_key=True)
    kind = Column(String(10))
    product_id = Column(Integer, ForeignKey(Product.id, ondelete="CASCADE"), nullable=False)
    buyer_id = Column(ForeignKey("people.id"))
    seller_id = Column(ForeignKey("people.id"))
    product = relationship(Product, back_populates="orders")
    buyer = relationship("Person", foreign_keys=[buyer_id], back_populates="bought")
    seller = relationship("Person", primaryjoin="Order.seller_id == Person.id", viewonly=True)
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "order"}


class Gift(Order):
    wrapped = Column(Boolean)
    __mapper_args__ = {"polymorphic_identity": "gift"}


class Rental(Order):
    __tablename__ = "rentals"
    id = Column(ForeignKey("orders.id"), primary_key=True)
    days = Column(Integer)
    __mapper_args__ = {"polymorphic_identity": "rental"}


class Person(Base):
    __tablename__ = "people"

    id = Column(Integer, primary_key=True)
    email = Column("mail", String, nullable=False)
    bought = relationship("Order", foreign_keys="Order.buyer_id", back_populates="buyer")
    passport = relationship("Passport", uselist=False, backref="person")


class Passport(Base):
    __tablename__ = "passports"

    country = Column(String(2), primary_key=True)
    number = Column(Integer, primary_key=True, autoincrement=False)
    person_id = Column(ForeignKey("people.id"), unique=True)


class Visa(Base):
    __tablename__ = "visas"
    __table_args__ = (ForeignKeyConstraint(["country", "number"], ["passports.country", "passports.number"]),)

    id = Column(Integer, primary_key=True)
    country = Column(String(2))
    number = Column(Integer)
    passport = relationship("Passport", backref="visas")


Index("ix_mail", func.lower(Person.email), unique=True)

// Tables and columns of the ways in which models are declared.
#include "application.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore {

using test::application;
using test::columns_of;

BOOST_AUTO_TEST_SUITE(declared_models)

BOOST_AUTO_TEST_CASE(columns_of_1_4) {
    auto const read = application{R"(
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("full_name", name="one_name"), {"comment": "people"})
    id = Column(Integer, primary_key=True)
    name = Column("full_name", String(50), nullable=False, server_default="x", comment="as written")
    team_id = Column(ForeignKey("teams.id", ondelete="CASCADE"), index=True)
class Team(Base):
    __tablename__ = "teams"
    id = Column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
)"}
                          .read();
    BOOST_TEST((read.origin == models::origin::environment));
    BOOST_TEST(columns_of(read, "users") == "id INTEGER key; full_name VARCHAR(50); team_id BIGINT null");
    auto const& users = test::table_named(read, "users");
    BOOST_TEST(users.comment.value() == "people");
    BOOST_TEST(users.columns[1].server_default.value() == "'x'");
    BOOST_TEST(users.columns[0].serial);
    BOOST_TEST(users.foreign_keys.at(0).on_delete == "CASCADE");
    BOOST_TEST(users.indexes.at(0).name == "ix_users_team_id");
    BOOST_TEST(test::table_named(read, "teams").columns[0].identity == "always");
    BOOST_TEST(users.unique.at(0).name.value() == "one_name");
    BOOST_TEST(test::class_named(read, "User").attributes[1].name == "name");
}

BOOST_AUTO_TEST_CASE(annotations_of_2_0) {
    auto const read = application{R"(
key = Annotated[int, mapped_column(primary_key=True)]
short = Annotated[str, 20]
class Mood(enum.Enum):
    good = 1
    bad = 2
class Base(DeclarativeBase):
    type_annotation_map = {short: String(20), dict[str, object]: sa.JSON, datetime.datetime: sa.DateTime(timezone=True)}
class Entry(Base):
    __tablename__ = "entries"
    id: Mapped[key]
    name: Mapped[short]
    note: Mapped[Optional[str]]
    more: Mapped["str | None"]
    mood: Mapped[Mood]
    old: Mapped[Optional[Mood]] = mapped_column(default=None)
    data: Mapped[dict[str, object]]
    made: Mapped[datetime.datetime] = mapped_column(server_default=sa.func.now())
    price: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(10, 2))
    token: Mapped[uuid.UUID]
    ignored = "a constant"
)"}
                          .read();
    BOOST_TEST(
        columns_of(read, "entries") ==
        "id INTEGER key; name VARCHAR(20); note VARCHAR null; more VARCHAR null; mood mood; "
        "old mood null; data JSON; made TIMESTAMP WITH TIME ZONE; price NUMERIC(10, 2); "
        "token UUID"
    );
    BOOST_TEST(test::table_named(read, "entries").columns[4].enumeration.size() == 2U);
    BOOST_TEST(test::unknowns_of(test::class_named(read, "Entry")) == "");
}

BOOST_AUTO_TEST_CASE(mixins_abstract_bases_and_naming_conventions) {
    auto const read = application{R"(
class Base(MappedAsDataclass, DeclarativeBase):
    metadata = MetaData(naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"})
class Stamped:
    made_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower() + "s"
class Keyed(Base, kw_only=True):
    __abstract__ = True
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
class Person(Stamped, Keyed):
    name: Mapped[str]
class Note(Stamped, Keyed):
    text: Mapped[str] = mapped_column(sa.Text)
)"}
                          .read();
    BOOST_TEST(columns_of(read, "persons") == "id INTEGER key; name VARCHAR; made_by INTEGER");
    BOOST_TEST(columns_of(read, "notes") == "id INTEGER key; text TEXT; made_by INTEGER");
    auto const& notes = test::table_named(read, "notes");
    BOOST_TEST(notes.foreign_keys.at(0).name.value() == "fk_notes_made_by");
    BOOST_TEST(notes.primary_key->name.value() == "pk_notes");
}

BOOST_AUTO_TEST_CASE(inheritance_by_one_table_and_by_two) {
    auto const read = application{R"(
Base = declarative_base()
class Animal(Base):
    __tablename__ = "animals"
    id = Column(Integer, primary_key=True)
    kind = Column(String(10))
    __mapper_args__ = {"polymorphic_on": kind}
class Cat(Animal):
    lives = Column(Integer)
class Dog(Animal):
    __tablename__ = "dogs"
    id = Column(ForeignKey("animals.id"), primary_key=True)
    tricks = Column(String)
)"}
                          .read();
    BOOST_TEST(columns_of(read, "animals") == "id INTEGER key; kind VARCHAR(10) null; lives INTEGER null");
    BOOST_TEST(columns_of(read, "dogs") == "id INTEGER key; tricks VARCHAR null");
    auto const& cat = test::class_named(read, "Cat");
    BOOST_TEST((cat.inheritance == models::inheritance::single));
    BOOST_TEST(cat.attributes.size() == 3U);
    BOOST_TEST(test::class_named(read, "Animal").attributes.size() == 2U);
    auto const& dog = test::class_named(read, "Dog");
    BOOST_TEST((dog.inheritance == models::inheritance::joined));
    BOOST_TEST(dog.parent == "Animal");
    BOOST_TEST(dog.attributes.size() == 3U);
}

BOOST_AUTO_TEST_CASE(indexes_and_columns_that_come_after_the_class) {
    auto const read = application{R"(
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String, ForeignKey("names.name"))
class Name(Base):
    __tablename__ = "names"
    name = Column(String, primary_key=True)
Index("ix_lower", sa.func.lower(User.name), unique=True)
User.age = Column(Integer)
User.named = relationship(Name)
)"}
                          .read();
    auto const& users = test::table_named(read, "users");
    BOOST_TEST(columns_of(users) == "id INTEGER key; name VARCHAR null; age INTEGER null");
    BOOST_TEST(users.indexes.at(0).elements.at(0) == "lower(name)");
    BOOST_TEST(users.foreign_keys.size() == 1U);
    BOOST_TEST(test::relationships_of(read, "User") == "named: many_to_one Name");
}

BOOST_AUTO_TEST_CASE(flask_models_name_their_tables) {
    auto const read =
        application{
            R"(
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
follows = db.Table("follows", db.Column("who", db.ForeignKey("blog_post.id")), db.Column("whom", db.Integer))
class BlogPost(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80), unique=True, nullable=False)
)",
            "db.metadata"}
            .read();
    BOOST_TEST(columns_of(read, "blog_post") == "id INTEGER key; title VARCHAR(80)");
    BOOST_TEST(test::table_named(read, "blog_post").unique.size() == 1U);
    BOOST_TEST(columns_of(read, "follows") == "who INTEGER null; whom INTEGER null");
    BOOST_TEST(test::table_named(read, "follows").classes.empty());
}

BOOST_AUTO_TEST_CASE(sqlmodel_fields) {
    auto const read =
        application{
            R"(
from sqlmodel import Field, Relationship, SQLModel
class HeroBase(SQLModel):
    name: str = Field(index=True, max_length=40)
    age: Optional[int] = None
class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    heroes: List["Hero"] = Relationship(back_populates="team")
class Hero(HeroBase, table=True):
    __tablename__ = "heroes"
    id: Optional[int] = Field(default=None, primary_key=True)
    team_id: Optional[int] = Field(default=None, foreign_key="team.id", ondelete="CASCADE")
    team: Optional[Team] = Relationship(back_populates="heroes")
    data: dict = Field(sa_column=Column(sa.JSON, nullable=False))
)",
            "SQLModel.metadata"}
            .read();
    BOOST_TEST(
        columns_of(read, "heroes") ==
        "name VARCHAR(40); age INTEGER null; id INTEGER key; team_id INTEGER null; data JSON"
    );
    BOOST_TEST(test::table_named(read, "heroes").indexes.at(0).name == "ix_heroes_name");
    BOOST_TEST(test::relationships_of(read, "Hero") == "team: many_to_one Team back heroes");
    BOOST_TEST(test::relationships_of(read, "Team") == "heroes: one_to_many Hero[] back team");
}

BOOST_AUTO_TEST_CASE(an_index_of_a_column_without_a_name_is_told) {
    auto const read = application{R"(
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    __table_args__ = (Index("ix_name", name), Index("ix_lower", sa.func.lower("name")))
)"}
                          .read();
    BOOST_TEST(test::table_named(read, "users").indexes.size() == 1U);
    BOOST_TEST(test::unknowns_of(test::class_named(read, "User")).starts_with("__table_args__: an index or a check"));
}

BOOST_AUTO_TEST_CASE(so_is_one_whose_condition_has_such_a_column) {
    auto const read = application{R"(
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    __table_args__ = (Index("ix_name", "name", postgresql_where=(name == "late")),)
)"}
                          .read();
    BOOST_TEST(test::table_named(read, "users").indexes.empty());
    BOOST_TEST(test::unknowns_of(test::class_named(read, "User")).starts_with("__table_args__: an index or a check"));
}

BOOST_AUTO_TEST_CASE(what_is_not_known_leaves_the_rest) {
    auto const read = application{R"(
from somewhere import EncryptedText, Mixin, now
Base = declarative_base()
class Secret(Mixin, Base):
    __tablename__ = "secrets"
    id = Column(Integer, primary_key=True)
    text = Column(EncryptedText(), nullable=False)
    made = Column(sa.DateTime, default=now)
    other = EncryptedText.column()
)"}
                          .read();
    BOOST_TEST(columns_of(read, "secrets") == "id INTEGER key; text ?; made TIMESTAMP WITHOUT TIME ZONE null");
    auto const told = test::unknowns_of(test::class_named(read, "Secret"));
    BOOST_TEST(told.find("the base somewhere.Mixin is not known") != std::string::npos, told);
    BOOST_TEST(told.find("other: ") != std::string::npos, told);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore

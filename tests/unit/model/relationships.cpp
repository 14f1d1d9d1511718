// Which way relationships go.
#include "application.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore {

using test::application;
using test::relationships_of;

BOOST_AUTO_TEST_SUITE(relationships)

BOOST_AUTO_TEST_CASE(both_ways_of_a_foreign_key) {
    auto const read = application{R"py(
class Base(DeclarativeBase):
    pass
class Parent(Base):
    __tablename__ = "parents"
    id: Mapped[int] = mapped_column(primary_key=True)
    children: Mapped[List["Child"]] = relationship(back_populates="parent", cascade="all, delete-orphan", passive_deletes=True)
    first: Mapped["Child"] = relationship(viewonly=True)
class Child(Base):
    __tablename__ = "children"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("parents.id", ondelete="CASCADE"))
    parent: Mapped["Parent"] = relationship(back_populates="children")
)py"}
                          .read();
    BOOST_TEST(
        relationships_of(read, "Parent") == "children: one_to_many Child[] back parent; first: one_to_many Child"
    );
    BOOST_TEST(relationships_of(read, "Child") == "parent: many_to_one Parent back children");
    auto const& children = test::class_named(read, "Parent").relationships.at(0);
    BOOST_TEST(children.cascade.size() == 6U);
    BOOST_TEST(children.passive_deletes == "true");
    BOOST_TEST(children.on_delete.at(0) == "CASCADE");
    BOOST_TEST(children.foreign_keys.at(0) == "children.parent_id");
}

BOOST_AUTO_TEST_CASE(association_tables_and_backrefs) {
    auto const read = application{R"py(
Base = declarative_base()
tagged = Table("tagged", Base.metadata, Column("post", ForeignKey("posts.id", ondelete="CASCADE")),
    Column("tag", ForeignKey("tags.id")))
class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    tags = relationship("Tag", secondary="tagged", backref="posts")
class Tag(Base):
    __tablename__ = "tags"
    id = Column(Integer, primary_key=True)
    notes = relationship("Note", backref=backref("tag", uselist=False), uselist=False)
class Note(Base):
    __tablename__ = "notes"
    tag_id = Column(ForeignKey(Tag.id), primary_key=True)
)py"}
                          .read();
    BOOST_TEST(relationships_of(read, "Post") == "tags: many_to_many Tag[] back posts");
    BOOST_TEST(
        relationships_of(read, "Tag") == "notes: one_to_many Note back tag; posts: many_to_many Post[] back tags"
    );
    BOOST_TEST(relationships_of(read, "Note") == "tag: many_to_one Tag back notes");
    BOOST_TEST(test::class_named(read, "Post").relationships.at(0).secondary->name == "tagged");
}

BOOST_AUTO_TEST_CASE(a_table_that_refers_to_itself) {
    auto const read = application{R"py(
Base = declarative_base()
class Node(Base):
    __tablename__ = "nodes"
    id = Column(Integer, primary_key=True)
    parent_id = Column(ForeignKey("nodes.id"))
    children = relationship("Node", back_populates="parent")
    parent = relationship("Node", back_populates="children", remote_side=[id])
)py"}
                          .read();
    BOOST_TEST(
        relationships_of(read, "Node") ==
        "children: one_to_many Node[] back parent; parent: many_to_one Node back children"
    );
}

BOOST_AUTO_TEST_CASE(several_foreign_keys_need_one_to_be_named) {
    auto const read = application{R"py(
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    wrote = relationship("Post", foreign_keys="[Post.author_id]")
    read = relationship("Post", primaryjoin="and_(User.id == foreign(Post.reader_id), Post.open == True)")
    either = relationship("Post")
class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    open = Column(sa.Boolean)
    author_id = Column(ForeignKey("users.id"))
    reader_id = Column(ForeignKey("users.id"))
    author = relationship(User, foreign_keys=[author_id])
    reader = relationship(lambda: User, foreign_keys=lambda: Post.reader_id)
)py"}
                          .read();
    BOOST_TEST(relationships_of(read, "User") == "wrote: one_to_many Post[]; read: one_to_many Post[]");
    BOOST_TEST(relationships_of(read, "Post") == "author: many_to_one User; reader: many_to_one User");
    BOOST_TEST(test::unknowns_of(test::class_named(read, "User")).find("either: ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_unknown_target_is_told) {
    auto const read = application{R"py(
from somewhere import Other
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    others = relationship(Other)
    strangers = relationship("Stranger")
)py"}
                          .read();
    BOOST_TEST(relationships_of(read, "User") == "");
    BOOST_TEST(test::class_named(read, "User").unknowns.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore

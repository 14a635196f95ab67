"""SQLAlchemy's QueuePool and scoped_session as a system of the benchmark; speaks as SystemProcess does.

Requests come as JSON, a line each; each is answered by a line that begins with "row ". SQLAlchemy is used as its
documentation recommends for SQLite: the driver's own handling of transactions is off, BEGIN is sent by an event, IMMEDIATE
where the unit of work writes.
"""

import json
import math
import os
import random
import resource
import sqlite3
import sys
import threading
import time

from sqlalchemy import Column, ForeignKey, Integer, String, create_engine, event, func, select
from sqlalchemy.orm import declarative_base, joinedload, relationship, scoped_session, sessionmaker
from sqlalchemy.pool import QueuePool

POOL = 16
BUSY_SECONDS = 60
MARK = "X"
ROWS_OF_AN_IMPORT = 1000
RAMP_SECONDS = 0.3
LOAD = 0.7  # how much of the closed loop's rate the open one is given
SYNCHRONOUS = {"POWER": "FULL", "CRASH": "NORMAL"}
IMMEDIATE = {"begin": "IMMEDIATE"}

Mapped = declarative_base()


class User(Mapped):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String, nullable=False, unique=True)
    email = Column(String, nullable=False)
    note = Column(String, nullable=False)
    roles = relationship("UserRole", back_populates="user")


class Role(Mapped):
    __tablename__ = "roles"
    id = Column(Integer, primary_key=True)
    name = Column(String, nullable=False, unique=True)


class UserRole(Mapped):
    __tablename__ = "users_roles"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"), nullable=False)
    role_id = Column(Integer, ForeignKey("roles.id"), nullable=False)
    user = relationship(User, back_populates="roles")
    role = relationship(Role)


class Stack:
    """An engine, and a session for each thread."""

    def __init__(self, path, durability):
        self.engine = create_engine(
            "sqlite:///" + path,
            poolclass=QueuePool,
            pool_size=POOL,
            max_overflow=0,
            pool_timeout=BUSY_SECONDS,
            connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        )
        synchronous = SYNCHRONOUS[durability]

        @event.listens_for(self.engine, "connect")
        def connected(connection, _record):
            connection.isolation_level = None
            connection.execute("pragma journal_mode=wal")
            connection.execute("pragma foreign_keys=on")
            connection.execute("pragma synchronous=" + synchronous)

        @event.listens_for(self.engine, "begin")
        def begins(connection):
            connection.exec_driver_sql("BEGIN " + connection.get_execution_options().get("begin", "DEFERRED"))

        self.session = scoped_session(sessionmaker(self.engine))

    def close(self):
        self.engine.dispose()

    def read(self, work):
        try:
            result = work(self.session)
            self.session.commit()
            return result
        finally:
            self.session.remove()

    def write(self, work):
        try:
            self.session.connection(execution_options=IMMEDIATE)
            work(self.session)
            self.session.commit()
        finally:
            self.session.remove()

    def find_by_id(self, user):
        return self.read(lambda session: session.get(User, user).id)

    def login(self, name):
        query = select(User).options(joinedload(User.roles).joinedload(UserRole.role)).where(User.name == name)
        return self.read(lambda s: sum(len(g.role.name) for g in s.execute(query).unique().scalar_one().roles))

    def append(self, user):
        def work(session):
            found = session.get(User, user)
            found.note = found.note + MARK

        self.write(work)

    def register(self, name):
        def work(session):
            user = User(name=name, email=name + "@example.org", note="")
            user.roles.append(UserRole(role_id=1))
            session.add(user)

        self.write(work)

    def report(self):
        query = select(Role.name, func.count(UserRole.id)).join(UserRole, UserRole.role_id == Role.id).group_by(Role.name)
        return self.read(lambda session: sum(row[1] for row in session.execute(query)))

    def import_users(self, prefix, count):
        names = [f"{prefix}-{i}" for i in range(count)]
        rows = [{"name": name, "email": name + "@example.org", "note": ""} for name in names]
        self.write(lambda session: session.bulk_insert_mappings(User, rows))


def find_by_id(stack, drawn, users, _unique):
    stack.find_by_id(drawn.randint(1, users))
    return 0


def login(stack, drawn, users, _unique):
    stack.login(f"user{drawn.randint(1, users)}")
    return 0


def append(stack, drawn, users, _unique):
    stack.append(drawn.randint(1, users))
    return 1


def register(stack, _drawn, _users, unique):
    stack.register(unique)
    return 1


def mixed(stack, drawn, users, unique):
    number = drawn.randrange(10)
    return (append if number == 0 else find_by_id if number < 6 else login)(stack, drawn, users, unique)


def report(stack, _drawn, users, _unique):
    if stack.report() != 2 * users:
        raise RuntimeError("a wrong report")
    return 0


def import_users(stack, _drawn, _users, unique):
    stack.import_users(unique, ROWS_OF_AN_IMPORT)
    return ROWS_OF_AN_IMPORT


WORKLOADS = {
    "find-by-id": find_by_id,
    "login": login,
    "append": append,
    "register": register,
    "mixed": mixed,
    "report": report,
    "import": import_users,
}


class Outcome:
    """What came of a loop: all that was left, the errors, the latencies, and each thread's count when the first one ended."""

    def __init__(self, threads, seconds):
        self.seconds = seconds
        self.done = [0] * threads
        self.shares = None
        self.left = 0
        self.errors = 0
        self.latencies = []

    def rate(self):
        return sum(self.done) / self.seconds

    def percentile(self, percent):
        at = max(0, math.ceil(percent / 100 * len(self.latencies)) - 1)
        return self.latencies[at] * 1e6 if self.latencies else 0


class Load:
    """Threads that do a workload on a stack for some time."""

    numbers = iter(range(1, sys.maxsize))

    def __init__(self, stack, workload, threads, users):
        self.stack, self.work, self.threads, self.users = stack, WORKLOADS[workload], threads, users

    def run(self, seconds, rate=None):
        """In a closed loop, or so often a second in an open one."""
        outcome, lock = Outcome(self.threads, seconds), threading.Lock()
        began = []
        start = threading.Barrier(self.threads, action=lambda: began.append(time.perf_counter()))
        interval = self.threads / rate if rate else 0

        def one(thread):
            drawn, name = random.Random(next(Load.numbers)), f"new{next(Load.numbers)}-"
            start.wait()
            self.loop(thread, drawn, name, began[0], interval, outcome, lock)

        threads = [threading.Thread(target=one, args=(thread,)) for thread in range(self.threads)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        outcome.latencies.sort()
        return outcome

    def loop(self, thread, drawn, name, began, interval, outcome, lock):
        left, errors, latencies = 0, 0, []
        end = began + outcome.seconds
        due = began + interval * thread / self.threads
        while True:
            now = time.perf_counter()
            while now < min(due, end):
                time.sleep(min(due, end) - now)
                now = time.perf_counter()
            if now >= end:
                break
            came = due if interval else now
            try:
                left += self.work(self.stack, drawn, self.users, name + str(outcome.done[thread]))
                outcome.done[thread] += 1
            except Exception as e:
                errors += 1
                if errors == 1:
                    print(f"{self.work.__name__}: {e!r}", file=sys.stderr)
            latencies.append(time.perf_counter() - came)
            due += interval
        with lock:
            if outcome.shares is None:
                outcome.shares = list(outcome.done)
            while interval and due < end:  # it has come and was not begun
                latencies.append(end - due)
                due += interval
            outcome.left += left
            outcome.errors += errors
            outcome.latencies += latencies


class System:
    def __init__(self, name, directory):
        self.name, self.directory = name, directory
        self.path = os.path.join(directory, name + ".db")

    def answer(self, request):
        self.delete()
        with_template = sqlite3.connect(os.path.join(self.directory, f"template-{request['users']}.db"))
        copy = sqlite3.connect(self.path)
        with_template.backup(copy)
        copy.close()
        with_template.close()
        row = self.open_and_close(request) if request["workload"] == "open-close" else self.measured(request)
        self.delete()
        return row

    def delete(self):
        for suffix in ("", "-wal", "-shm", "-journal"):
            if os.path.exists(self.path + suffix):
                os.remove(self.path + suffix)

    def measured(self, request):
        seconds = request["seconds"]
        stack = Stack(self.path, request["durability"])
        try:
            load = Load(stack, request["workload"], request["threads"], request["users"])
            ramp = load.run(RAMP_SECONDS)
            before = time.process_time()
            closed = load.run(seconds)
            cpu = time.process_time() - before
            opened = load.run(seconds, max(1, LOAD * closed.rate()))
        finally:
            stack.close()
        left = ramp.left + closed.left + opened.left
        return self.row(request, closed, opened, cpu, self.left(request["users"]) == left)

    def left(self, users):
        connection = sqlite3.connect(self.path)
        try:
            marks = connection.execute("select coalesce(sum(length(note)), 0) + count(*) from users").fetchone()[0]
            return marks - users
        finally:
            connection.close()

    def open_and_close(self, request):
        outcome = Outcome(1, 2 * request["seconds"])
        before, began = time.process_time(), time.perf_counter()
        while time.perf_counter() - began < outcome.seconds:
            start = time.perf_counter()
            stack = Stack(self.path, request["durability"])
            stack.find_by_id(1)
            stack.close()
            outcome.latencies.append(time.perf_counter() - start)
            outcome.done[0] += 1
        outcome.seconds = time.perf_counter() - began
        outcome.latencies.sort()
        outcome.shares = outcome.done
        return self.row(request, outcome, outcome, time.process_time() - before, True)

    def row(self, request, closed, opened, cpu, correct):
        done = max(1, sum(closed.done))
        rows = ROWS_OF_AN_IMPORT if request["workload"] == "import" else 1
        even = sum(closed.shares) / request["threads"]
        rate = closed.rate() * rows
        return {
            "system": self.name,
            "workload": request["workload"],
            "durability": SYNCHRONOUS[request["durability"]],
            "threads": request["threads"],
            "rows": request["users"],
            "tps": rate,
            "p50_us": opened.percentile(50),
            "p99_us": opened.percentile(99),
            "p999_us": opened.percentile(99.9),
            "max_us": opened.percentile(100),
            "errors": closed.errors + (opened.errors if opened is not closed else 0),
            "min_share": min(closed.shares) / even if even else 0,
            "max_share": max(closed.shares) / even if even else 0,
            "cpu_us_per_tx": cpu * 1e6 / done / rows,
            "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "correct": correct,
            "rounds": 1,
            "tps_min": rate,
            "tps_max": rate,
        }


def main(name, directory):
    system = System(name, directory)
    for line in sys.stdin:
        print("row " + json.dumps(system.answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

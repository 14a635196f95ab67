-- What db-scheduler needs. Instants are whole numbers of milliseconds, as the driver writes them.
create table scheduled_tasks (
    task_name            text    not null,
    task_instance        text    not null,
    task_data            blob,
    execution_time       integer not null,
    picked               integer not null check (picked in (0, 1)),
    picked_by            text,
    last_success         integer,
    last_failure         integer,
    consecutive_failures integer,
    last_heartbeat       integer,
    version              integer not null,
    priority             integer,
    primary key (task_name, task_instance)
) strict, without rowid;

create index scheduled_tasks_due on scheduled_tasks (picked, execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);

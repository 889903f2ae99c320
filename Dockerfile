# syntax=docker/dockerfile:1
# One image for every process of ours: `docker run IMAGE COMMAND`, as `lawyershub COMMAND` natively.
# Tags are exact. Digests are not: they cannot be resolved where this file is written; pin them
# (`@sha256:…`) where the image is built.
FROM python:3.11.14-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv --without-pip /venv
COPY deploy/requirements.lock /tmp/requirements.lock
# Wheels only and by hash: nothing is compiled and nothing of a package runs while it is installed.
RUN python -m pip --python /venv/bin/python install --require-hashes --only-binary=:all: \
        -r /tmp/requirements.lock

FROM python:3.11.14-slim-bookworm
# Versions of Debian's packages are not pinned: old ones leave the archive, and then no build works.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-ind \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 lawyershub \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin lawyershub
COPY --from=packages /venv /venv
WORKDIR /app
COPY LICENSE README.md alembic.ini firm.yaml lawyershub.py pyproject.toml settings.py worker.py ./
COPY activities activities
COPY adapters adapters
COPY api api
COPY commands commands
COPY dashboard dashboard
COPY domain domain
COPY migrations migrations
COPY simulator simulator
COPY workflows workflows
# The console script, where an installation would put it. The code itself stays in /app: commands
# look for alembic.ini and the dashboard beside it.
COPY --chmod=755 deploy/launcher.py /venv/bin/lawyershub
# The file system is read-only at run time, so the bytecode is made now.
RUN python -m compileall -q -j 0 /app /venv/lib
# Tesseract's threads wait for each other: six times slower with them on a small machine.
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OMP_THREAD_LIMIT=1
USER 10001:10001
# The processes differ in how they show their health: docker-compose.temporal.yml says it for each.
ENTRYPOINT ["lawyershub"]

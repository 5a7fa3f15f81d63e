"""How a bundle becomes an image: a Dockerfile, and what of the folder goes into one."""

from collections.abc import Iterable, Sequence

_DOCKERFILE = """\
# Made by `timeline publish --bundle`: a chronology in Datasette, for strangers, as it was when it was published.
#
#   docker build --tag chronology .
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --memory 512m \\
#     --publish 8001:8001 chronology
#
# The tag names Python and Debian; its bytes change with their security fixes. To hold these too, put the digest that
# `docker buildx imagetools inspect {image}` prints behind it: {image}@sha256:…
FROM {image}
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
ENV PIP_NO_CACHE_DIR=1
ENV PIP_ROOT_USER_ACTION=ignore
ENV PYTHONDONTWRITEBYTECODE=1
ENV PYTHONUNBUFFERED=1
WORKDIR /chronology
COPY requirements.txt ./
COPY wheels ./wheels
RUN pip install --no-deps --requirement requirements.txt && pip check
{copies}
RUN chmod -R a+rX .
USER 10001:10001
EXPOSE 8001
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["python", "-c", "{check}"]
# inspect-data.json makes the database immutable, as -i would.
CMD ["datasette", "serve", ".", "--host", "0.0.0.0", "--port", "8001"]
"""
_CHECK = "from urllib.request import urlopen; urlopen('http://127.0.0.1:8001/-/timeline-state.json', timeout=4)"


def dockerfile(python: tuple[int, int], served: Sequence[str], folders: Iterable[str]) -> str:
    """The Dockerfile: the Python whose packages are pinned, the files that are served, and folders of them."""
    copies = [f"COPY {' '.join(served)} ./", *(f"COPY {folder} ./{folder}" for folder in folders)]
    image = f"python:{python[0]}.{python[1]}-slim-trixie"
    return _DOCKERFILE.format(image=image, copies="\n".join(copies), check=_CHECK)


def dockerignore(names: Iterable[str]) -> str:
    """Nothing goes into an image but what is named here, whatever else lies in the folder."""
    return "\n".join(["*", *(f"!{name}" for name in names)]) + "\n"

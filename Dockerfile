FROM node:24-slim
RUN --mount=type=bind,target=/package npm install --global /package/lossctl-*.tgz
ENTRYPOINT ["lossctl"]

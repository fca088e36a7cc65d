# Builds with the compiler, runs without it, as a user without rights. It writes to DATA_DIR alone: run it with a read-only
# root file system (docker-compose.yml does). Debian, since the native modules are installed for its C library, on x86-64
# and ARM alike, as packages of npm: nothing is compiled and nothing is fetched beside them.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:20.20.2-bookworm-slim
LABEL org.opencontainers.image.title="concordat" \
  org.opencontainers.image.description="The system of record for coordination agreements: GraphQL over an event-sourced audit trail." \
  org.opencontainers.image.version="0.1.0"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/bin ./bin
COPY --from=build /app/dist ./dist
COPY --from=build /app/samples ./samples
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --retries=6 --start-period=60s CMD ["node", "bin/healthy.mjs"]
CMD ["node", "bin/concordat.mjs", "serve"]

# Builds with the compiler, runs without it, as a user without rights.
FROM node:20.19-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:20.19-bookworm-slim
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/bin ./bin
COPY --from=build /app/dist ./dist
COPY --from=build /app/samples ./samples
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 4000
CMD ["node", "bin/concordat.mjs", "serve"]

# check=error=true
# Generated.
#
# Keep your lines between the marks.
ARG TAG=10.0
ARG CONFIGURATION

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:$TAG AS build
ARG TARGETARCH
WORKDIR /src
COPY --link Directory.Build.props NuGet.config ./
COPY --link ["src/My Shop/", "src/My Shop/"]

# What changes often comes last.
RUN --mount=type=cache,target=/root/.nuget/packages \
    --mount=type=secret,id=nuget \
    dotnet restore && \
    dotnet publish --no-restore -a $TARGETARCH -o /app

FROM mcr.microsoft.com/dotnet/aspnet:$TAG AS final
WORKDIR /app
ENV GREETING="Grüße, \"\$USER\" \\"
ENV EMPTY=""
LABEL org.opencontainers.image.title="My Shop"
ARG VERSION=1.0.0
LABEL org.opencontainers.image.version=$VERSION
EXPOSE 8080/tcp
VOLUME ["/my data"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s CMD ["probe", "is it well"]
COPY --from=build --link /app/ ./
# >>> custom: final
RUN true
# <<< custom: final
USER $APP_UID
ENTRYPOINT ["dotnet", "Shop.dll"]
CMD ["--greet", "say \"hello\""]

namespace Containerize.Dockerfiles;

/// <summary>The stages of a Dockerfile that a user can add commands to.</summary>
internal enum RunStage
{
    Restore,
    Publish,
    Final,
}

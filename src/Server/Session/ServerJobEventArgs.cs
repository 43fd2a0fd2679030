namespace Ronchi.Server;

/// <summary>A job that began, went on or ended.</summary>
internal sealed class ServerJobEventArgs(ServerJob job) : EventArgs
{
    public ServerJob Job { get; } = job;
}

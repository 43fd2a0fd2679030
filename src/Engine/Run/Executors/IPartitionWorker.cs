namespace Ronchi.Engine.Run;

/// <summary>Carries out one partition at a time for a <see cref="PartitionExecutor"/>: a process, a connection, a device.</summary>
public interface IPartitionWorker : IAsyncDisposable
{
    /// <summary>Carries out a partition.</summary>
    /// <param name="work">The partition.</param>
    /// <param name="cancellationToken">The run was cancelled, or another worker failed: what is not finished does not count.</param>
    /// <returns>What <see cref="PartitionProcessor.Run"/> gave for it, here or elsewhere.</returns>
    /// <exception cref="RunException">A UDF threw.</exception>
    /// <exception cref="Ronchi.Frames.SourceException">The data cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    ValueTask<FinishedPartition> RunAsync(PartitionWork work, CancellationToken cancellationToken);
}

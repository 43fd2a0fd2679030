namespace Ronchi.Engine.Run;

/// <summary>A run was cancelled. What had been merged by then is in <see cref="Partial"/>.</summary>
/// <param name="partial">Results of the frames that went in, marked incomplete.</param>
/// <param name="token">The token that was cancelled.</param>
public sealed class RunCanceledException(ResultSet partial, CancellationToken token)
    : OperationCanceledException("The run was cancelled.", token)
{
    /// <summary>Results of the frames that went in, marked incomplete.</summary>
    public ResultSet Partial { get; } = partial;
}

namespace Ronchi.Engine.Operations;

/// <summary>One result of a signal, computed when somebody needs it, and kept.</summary>
public interface ISignalResult
{
    /// <summary>Says what it is made of: equal texts are equal values.</summary>
    string Id { get; }

    /// <summary>Computes it, or gives what is kept.</summary>
    /// <param name="cancellationToken">Checked once a tile.</param>
    Task<ResultArray> ComputeAsync(CancellationToken cancellationToken = default);
}

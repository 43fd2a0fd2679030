namespace Ronchi.Engine.Run;

/// <summary>
/// Hands each report to a method at once, on the thread that reports: in order, and told when the work has ended. <see cref="Progress{T}"/>
/// queues reports instead.
/// </summary>
/// <typeparam name="T">Type of the reports.</typeparam>
/// <param name="report">Takes them; called by many threads, if the work is done by many.</param>
public sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}

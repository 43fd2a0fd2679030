using Ronchi.Signals;
using Xunit;

namespace Ronchi.Tests.Signals.Results;

public sealed class NewestWinsTests
{
    [Fact]
    public async Task NewestRequest_Wins()
    {
        var requests = new NewestWins();
        var started = new TaskCompletionSource();
        var running = 0;
        var first = requests.RunAsync(async token =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }

            return 1;
        });
        await started.Task;
        var overtaken = Enumerable.Range(0, 20).Select(i => requests.RunAsync(_ => Task.FromResult(i))).ToList();
        var last = requests.RunAsync(_ =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            return Task.FromResult(42);
        }, TestContext.Current.CancellationToken);

        Assert.Equal(42, await last);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        foreach (var request in overtaken)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Assert.ThrowsAsync<InvalidDataException>(
            () => requests.RunAsync<int>(static _ => throw new InvalidDataException("a fault is no cancellation")));
        Assert.Equal(7, await requests.RunAsync(static _ => Task.FromResult(7), TestContext.Current.CancellationToken));
        await requests.EndAsync();
    }
}

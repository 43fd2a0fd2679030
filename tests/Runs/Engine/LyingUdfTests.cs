using System.Reflection;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine;

/// <summary>The contract of UDFs finds every lie: otherwise an analysis that passes it proves nothing.</summary>
public sealed class LyingUdfTests
{
    public static TheoryData<Lie> Lies { get; } = new(Enum.GetValues<Lie>().Where(static lie => lie != Lie.None));

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task EveryLie_IsFound(Lie lie) => Assert.NotEmpty(await BrokenLawsAsync(lie));

    [Fact]
    public async Task AnHonestUdf_Passes() => Assert.Empty(await BrokenLawsAsync(Lie.None));

    // Names of the laws that it breaks; the first is enough for a lie.
    private static async Task<IReadOnlyList<string>> BrokenLawsAsync(Lie lie)
    {
        var broken = new List<string>();
        foreach (var law in typeof(UdfContract).GetMethods().Where(static method => method.GetCustomAttribute<FactAttribute>() is not null))
        {
            try
            {
                await (Task)law.Invoke(new Subject(lie), null)!;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                broken.Add($"{law.Name}: {e.Message}");
                if (lie != Lie.None)
                    break;
            }
        }

        return broken;
    }

    private sealed class Subject(Lie lie) : UdfContract
    {
        protected override Udf Create(DataDescription data) => new LyingUdf(lie);
    }
}

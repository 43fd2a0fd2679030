using Ronchi.Analyses;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>What user interfaces offer at one click is what the analyses have.</summary>
public sealed class LookTests
{
    private static readonly IReadOnlyList<(Analysis Analysis, Look Look)> Looks = [.. KnownAnalyses.All.SelectMany(
        static analysis => analysis.Looks.Select(look => (analysis, look)))];

    [Fact]
    public void LooksHaveIdsAndNamesOfTheirOwn()
    {
        Assert.Equal(Looks.Count, Looks.Select(static look => look.Look.Id).Distinct().Count());
        Assert.All(
            Looks.GroupBy(static look => look.Look.Over),
            static group => Assert.Equal(group.Count(), group.Select(static look => look.Look.Name).Distinct().Count()));
        Assert.All(Looks, static look => Assert.NotEmpty(look.Look.Parts));
        // The first is the image of one detector: pages show it when they know of nothing else.
        Assert.Equal((1, 1, LookPlane.Scan), (Looks[0].Look.LeastDetectors, Looks[0].Look.MostDetectors, Looks[0].Look.Over));
    }

    [Fact]
    public void WhatLooksGive_TheAnalysesTake()
    {
        foreach (var (analysis, look) in Looks)
        {
            var names = look.Parameters.Select(static given => given.Parameter)
                .Concat(look.Inputs.Select(static given => given.Parameter))
                .Concat(look.Parts.SelectMany(static part => part.Parameters.Select(static given => given.Parameter)));
            Assert.All(names, name => Assert.Contains(analysis.Schema.Parameters, parameter => parameter.Name == name));
            Assert.All(
                look.Parts,
                part => Assert.NotNull(Arguments.Parse(
                    analysis.Schema,
                    parameter => [.. look.Parameters.Concat(part.Parameters)
                        .Where(given => given.Parameter == parameter.Name)
                        .Select(static given => given.Text)])));
            var required = analysis.Schema.Parameters.Where(static parameter => parameter.IsRequired)
                .Select(static parameter => parameter.Name);
            Assert.All(required, name => Assert.Contains(name, names));
            Assert.Equal(
                look.Inputs.Any(static input => input.Input is LookInput.Detector
                    or LookInput.Detectors or LookInput.Center or LookInput.Inner or LookInput.Outer),
                look.MostDetectors > 0);
        }
    }

    [Fact]
    public void CustomaryDetectors_AreThoseOfCommands()
    {
        var disk = new Ronchi.Analyses.BrightField.BrightFieldDisk(8, 9, 4);
        foreach (var detector in CustomaryDetector.All)
        {
            var parsed = VirtualDetectorText.ParseAll([detector.Name], static file => throw new FormatException(file), () => disk)[0];
            var shape = detector.Inner == 0
                ? VirtualDetector.Disk(8, 9, 4 * detector.Outer)
                : VirtualDetector.Annulus(8, 9, 4 * detector.Inner, 4 * detector.Outer);
            var extent = new Extent(20, 20);
            Assert.All(Enumerable.Range(0, 400), pixel => Assert.Equal(shape.On(extent).Pixels[pixel], parsed.On(extent).Pixels[pixel]));
        }
    }
}

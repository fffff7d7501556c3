/**
 * How much a proof proves: `make prove` sets PROVE=1 and takes its time, `make test` has a short form of each.
 * `mechanismTrials`: of each of several mechanisms, where windows are narrow and trials dear.
 * `end`: how near to either end of a window the trials must come. A hundred even phases lie at most 0.03 periods apart,
 * and a work item's run blurs them by another tenth of LACP's period; of twenty up to 0.09 lie between.
 * `payloads`, `longestAt10kSeconds`: of planted outages.
 */
export const size =
  process.env['PROVE'] === '1'
    ? {
        trials: 100,
        mechanismTrials: 50,
        aboveRapidTrials: 20,
        end: 0.1,
        kills: 50,
        hostKills: 30,
        labKills: 30,
        repeats: 10,
        realTimeTrials: 2,
        payloads: [32, 64, 256, 512, 1024, 1400, 1472],
        longestAt10kSeconds: 20,
        quietMachine: true,
        realTimeLabs: ['gateway-pair', 'dual-homed-lag', 'active-backup', 'flapping-uplink', 'vlan-missing'],
      }
    : {
        trials: 20,
        mechanismTrials: 2,
        aboveRapidTrials: 6,
        end: 0.2,
        kills: 10,
        hostKills: 3,
        labKills: 10,
        repeats: 3,
        realTimeTrials: 1,
        payloads: [32, 512, 1472],
        longestAt10kSeconds: 1,
        quietMachine: false,
        realTimeLabs: ['gateway-pair', 'vlan-missing'],
      }

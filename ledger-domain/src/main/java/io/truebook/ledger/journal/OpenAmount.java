package io.truebook.ledger.journal;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.money.Money;

/**
 * What has to stand on an account for one item, as the state of what it is about says.
 *
 * @param held whether it is held and not posted
 * @param net credits less debits, not zero
 */
public record OpenAmount(AccountName account, boolean held, String item, Money net) {}
